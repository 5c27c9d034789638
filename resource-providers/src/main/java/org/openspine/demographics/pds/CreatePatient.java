package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.demographics.PatientRecord;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** {@code POST Patient}: a record and an NHS number for somebody who has none, unless they are known already. */
final class CreatePatient {
    private final ResourceRepository repository;
    private final Registration registration;
    private final Clock clock;

    CreatePatient(ResourceRepository repository, Registration registration, Clock clock) {
        this.repository = repository;
        this.registration = registration;
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        ObjectNode sent = NewPatient.spelt(PostedJson.object(request));
        LocalDate today = LocalDate.now(clock);
        NewPatient.require(sent, today);
        KnownPerson person = KnownPerson.of(sent);
        List<JsonNode> extensions = NewPatient.kept(sent);
        StoredResource stored = registration.register(
                person.guard(),
                () -> KnownPerson.requireNobody(person.records(repository, today)),
                number -> NewPatient.record(sent, number.value(), extensions),
                number -> List.of());
        return created(request, stored);
    }

    static FhirResponse created(IncomingRequest request, StoredResource stored) {
        return ReadPatient.versioned(
                        201, PatientView.read(PatientRecord.of(stored), Entitlement.of(request)), stored.version())
                .at("%s/Patient/%s".formatted(request.base(), stored.key().id()));
    }
}
