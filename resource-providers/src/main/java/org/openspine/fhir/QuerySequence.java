package org.openspine.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;

/** Several queries as one: all matches of the first, then those of the second, and so on. */
final class QuerySequence {
    private final ResourceRepository repository;
    private final List<SearchQuery> queries;

    QuerySequence(ResourceRepository repository, List<SearchQuery> queries) {
        this.repository = repository;
        this.queries = queries;
    }

    /** Matches, and where the next slice starts if there may be more. */
    record Slice(List<StoredResource> matches, Optional<PageToken.Place> next) {}

    Slice from(PageToken.Place start, int wanted) {
        List<StoredResource> matches = new ArrayList<>();
        Optional<PagePosition> after = start.position();
        for (int i = Math.min(start.typeIndex(), queries.size()); i < queries.size(); i++) {
            int missing = wanted - matches.size();
            if (missing <= 0) {
                return new Slice(matches, Optional.of(new PageToken.Place(i, Optional.empty())));
            }
            SearchPage page = repository.search(queries.get(i).page(missing, after));
            matches.addAll(page.matches());
            if (page.next().isPresent()) {
                return new Slice(matches, Optional.of(new PageToken.Place(i, page.next())));
            }
            after = Optional.empty();
        }
        return new Slice(matches, Optional.empty());
    }
}
