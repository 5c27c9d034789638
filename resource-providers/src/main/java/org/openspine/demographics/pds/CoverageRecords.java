package org.openspine.demographics.pds;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** The stored Coverage of a patient: the newest, should there be several. */
record CoverageRecords(ResourceRepository repository) {
    Optional<StoredResource> of(String nhsNumber) {
        Criterion ofPatient = new Criterion.Indexed(
                IndexId.parameter("Coverage", "subscriber", "identifier"),
                List.of(new ValueMatch.Token(OptionalLong.empty(), nhsNumber)));
        SearchQuery query =
                new SearchQuery("Coverage", List.of(ofPatient), List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        return repository.search(query).matches().stream().reduce((older, newer) -> newer);
    }
}
