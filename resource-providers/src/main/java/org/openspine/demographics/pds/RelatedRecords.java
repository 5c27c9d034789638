package org.openspine.demographics.pds;

import java.util.List;
import java.util.Optional;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** The stored people related to a patient. */
record RelatedRecords(ResourceRepository repository) {
    List<StoredResource> of(String nhsNumber) {
        Criterion ofPatient = new Criterion.Indexed(
                IndexId.parameter("RelatedPerson", "patient"), List.of(new ValueMatch.Reference("Patient", nhsNumber)));
        SearchQuery query = new SearchQuery(
                "RelatedPerson", List.of(ofPatient), List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        return repository.search(query).matches();
    }
}
