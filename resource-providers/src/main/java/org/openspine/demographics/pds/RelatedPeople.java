package org.openspine.demographics.pds;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.Confidentiality;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** {@code GET Patient/{nhsNumber}/RelatedPerson}: all of them, or none if the patient is restricted. */
final class RelatedPeople {
    private final RelatedRecords related;
    private final PatientIndex index;
    private final PdsPatients patients;
    private final Clock clock;

    RelatedPeople(ResourceRepository repository, Clock clock) {
        this.related = new RelatedRecords(repository);
        this.index = new PatientIndex(repository);
        this.patients = new PdsPatients(index);
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        String asked = request.path().get(1);
        PatientRecord patient = patients.survivor(asked);
        List<SearchSet.Entry> entries = new ArrayList<>();
        if (!patient.confidentiality().isSensitive()) {
            for (StoredResource stored : related.of(patient.nhsNumber())) {
                RelatedPersonView person = RelatedPersonView.of(stored, patient.nhsNumber());
                String url = "%s/Patient/%s/RelatedPerson/%s"
                        .formatted(request.base(), asked, stored.key().id());
                Optional<Confidentiality> hidden = person.ownNumber().flatMap(this::hidden);
                entries.add(new SearchSet.Entry(
                        url, Optional.empty(), hidden.map(person::hidden).orElse(person.view())));
            }
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(SearchSet.of(entries, clock))));
    }

    /** How sensitive a person's record is, or the one that took its place; empty if neither is. */
    private Optional<Confidentiality> hidden(String number) {
        return Stream.of(index.record(number), index.survivor(number))
                .flatMap(Optional::stream)
                .map(PatientRecord::confidentiality)
                .filter(Confidentiality::isSensitive)
                .max(Comparator.naturalOrder());
    }
}
