package org.openspine.demographics.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** Finds the systems of the directory: by organisation and party key through indexes, the rest on the few that are left. */
record DirectoryRecords(ResourceRepository repository) {
    /** @param type Device or Endpoint */
    List<DirectoryRecord> find(String type, DirectoryQuery query) {
        List<Criterion> criteria = new ArrayList<>();
        query.organization()
                .ifPresent(code -> criteria.add(
                        indexed(IndexId.parameter(type, "organization", "identifier"), DirectoryQuery.ODS, code)));
        query.partyKey()
                .ifPresent(key ->
                        criteria.add(indexed(IndexId.parameter(type, "identifier"), DirectoryQuery.PARTY_KEY, key)));
        SearchQuery search = new SearchQuery(type, criteria, List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        List<DirectoryRecord> found = new ArrayList<>();
        Optional<PagePosition> next = Optional.empty();
        do {
            SearchPage page = repository.search(search.page(SearchQuery.MAX_COUNT, next));
            page.matches().stream()
                    .map(stored -> new DirectoryRecord(stored.key().id(), stored.tree()))
                    .filter(record -> record.matches(query))
                    .forEach(found::add);
            next = page.next();
        } while (next.isPresent());
        return found;
    }

    private static Criterion indexed(long parameter, String system, String value) {
        return new Criterion.Indexed(
                parameter, List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(system)), value)));
    }
}
