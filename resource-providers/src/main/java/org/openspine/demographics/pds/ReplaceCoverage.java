package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/** {@code POST Coverage}: the one insurance card of a patient, in place of the one before; the patient's next version. */
final class ReplaceCoverage {
    private final ResourceRepository repository;
    private final PatientIndex index;
    private final CoverageRecords coverages;
    private final ContentRules content;
    private final Clock clock;

    ReplaceCoverage(ResourceRepository repository, ContentRules content, Clock clock) {
        this.repository = repository;
        this.index = new PatientIndex(repository);
        this.coverages = new CoverageRecords(repository);
        this.content = content;
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        ExpectedVersion expected = ExpectedVersion.of(request.headers());
        ObjectNode sent = PostedJson.object(request);
        PatchedPatient.dropNulls(sent);
        InsuranceCard.require(sent, LocalDate.now(clock));
        String number = InsuranceCard.subscriber(sent);
        PdsPatients.requireNumber(number);
        PdsPermission.requireOwn(request.caller(), number);
        ObjectNode card = InsuranceCard.view(sent, number).orElseThrow();
        return repository.inTransaction(() -> {
            PatientRecord patient = patient(number);
            expected.require(patient.version());
            store(number, card.deepCopy());
            StoredResource next = repository.store(
                    new ResourceWrite(PatientIndex.key(number), Verb.PUT, patient.version(), patient.tree()));
            ObjectNode bundle = ReadCoverage.bundle(request, number, next.version(), Optional.of(card), clock);
            return ReadPatient.versioned(201, bundle, next.version());
        });
    }

    /** The record, locked: whoever changes the card of a patient changes the patient. */
    private PatientRecord patient(String number) {
        PatientRecord record = index.lock(number).orElseThrow(() -> new SpineException(PdsError.RESOURCE_NOT_FOUND));
        if (record.isSuperseded()) {
            throw Breach.forbiddenUpdate("Update Failed - NHS No. supplied has been superseded in a merge");
        }
        if (record.isInvalidated()) {
            throw new SpineException(PdsError.INVALIDATED_RESOURCE);
        }
        return record;
    }

    private void store(String number, ObjectNode card) {
        content.require("Coverage", card);
        Optional<StoredResource> old = coverages.of(number).flatMap(found -> repository.lock(found.key()));
        ResourceKey key =
                old.map(StoredResource::key).orElseGet(() -> new ResourceKey("Coverage", repository.nextLogicalId()));
        repository.store(new ResourceWrite(
                key,
                old.isPresent() ? Verb.PUT : Verb.POST,
                old.map(StoredResource::version).orElse(0L),
                card));
    }
}
