package org.openspine.prescriptions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.TimeRules;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.TestStore;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;

/** The service over a database, with a clock that stands still. */
final class PrescriptionsUnderTest implements AutoCloseable {
    final SettableClock clock = new SettableClock();
    final ResourceRepository repository;
    final TimeRules times = new TimeRules(OptionalInt.empty());
    final PrescriptionStore store;
    final PrescriptionService service;

    /** Whether signatures are right. */
    volatile boolean signed = true;

    PrescriptionsUnderTest(StoreConfig config) {
        repository = new HibernateResourceRepository(config, TestStore.REGISTRY, clock);
        store = new PrescriptionStore(repository, times, clock);
        service = new PrescriptionService(repository, store, order -> signed, clock);
    }

    /** An answer in brief: its status, and the code of its outcome. */
    record Answer(int status, JsonNode body) {
        /** The code in the details of the first issue, else that of the issue. */
        String code() {
            JsonNode issue = body.path("issue").path(0);
            return issue.path("details")
                    .path("coding")
                    .path(0)
                    .path("code")
                    .asText(issue.path("code").asText(""));
        }
    }

    Answer send(BiFunction<ObjectNode, Caller, FhirResponse> event, ObjectNode message) {
        try {
            FhirResponse response = event.apply(message.deepCopy(), Caller.OPEN);
            return new Answer(
                    response.status(),
                    ResourceJson.parse(response.body().orElseThrow().toBytes(), JsonLimits.DOCUMENT));
        } catch (SpineException refused) {
            FhirResponse response = new PrescriptionOutcomes(clock).refusal(refused);
            return new Answer(
                    response.status(),
                    ResourceJson.parse(response.body().orElseThrow().toBytes(), JsonLimits.DOCUMENT));
        }
    }

    Prescription read(MadeUpPrescription prescription) {
        return store.read(prescription.number().stem()).orElseThrow();
    }

    long statementsOf(Runnable work) {
        long before = repository.statementCount();
        work.run();
        return repository.statementCount() - before;
    }

    @Override
    public void close() {
        repository.close();
    }
}
