package org.openspine.demographics.pds;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** {@code GET Patient/{nhsNumber}/RelatedPerson}: all of them, or none if the patient is restricted. */
final class RelatedPeople {
    private final ResourceRepository repository;
    private final PatientIndex index;
    private final PdsPatients patients;
    private final Clock clock;

    RelatedPeople(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.index = new PatientIndex(repository);
        this.patients = new PdsPatients(index);
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        String asked = request.path().get(1);
        PatientRecord patient = patients.survivor(asked);
        List<SearchSet.Entry> entries = new ArrayList<>();
        if (!patient.confidentiality().isSensitive()) {
            for (StoredResource stored : relatedTo(patient)) {
                RelatedPersonView person = RelatedPersonView.of(stored, patient.nhsNumber());
                boolean sensitive = person.ownNumber()
                        .flatMap(index::record)
                        .filter(own -> own.confidentiality().isSensitive())
                        .isPresent();
                String url = "%s/Patient/%s/RelatedPerson/%s"
                        .formatted(request.base(), asked, stored.key().id());
                entries.add(new SearchSet.Entry(
                        url, Optional.empty(), sensitive ? person.withoutLocation() : person.view()));
            }
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(SearchSet.of(entries, clock))));
    }

    private List<StoredResource> relatedTo(PatientRecord patient) {
        Criterion ofPatient = new Criterion.Indexed(
                IndexId.parameter("RelatedPerson", "patient"),
                List.of(new ValueMatch.Reference("Patient", patient.nhsNumber())));
        SearchQuery query = new SearchQuery(
                "RelatedPerson", List.of(ofPatient), List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        SearchPage page = repository.search(query);
        return page.matches();
    }
}
