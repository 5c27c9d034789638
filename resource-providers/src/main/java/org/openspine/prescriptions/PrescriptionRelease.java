package org.openspine.prescriptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.event.ReleaseRequest;
import org.openspine.prescriptions.event.ReleaseResponse;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.record.PrescriptionStore.Change;
import org.openspine.prescriptions.record.PrescriptionStore.Held;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.Decision;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.Refusal;
import org.openspine.prescriptions.state.ReleaseRules;

/** Gives prescriptions to dispensers: one by its number, or the next of those nominated to them. */
final class PrescriptionRelease {
    private static final int MOST_AT_ONCE = 25;
    private static final String INVALID_SIGNATURE = "0005";
    private static final String SUPPORTING_INFO =
            "https://fhir.nhs.uk/StructureDefinition/Extension-Spine-supportingInfo";

    private final PrescriptionStore store;
    private final SignatureCheck signatures;
    private final PrescriptionOutcomes outcomes;
    private final Clock clock;

    PrescriptionRelease(
            PrescriptionStore store, SignatureCheck signatures, PrescriptionOutcomes outcomes, Clock clock) {
        this.store = store;
        this.signatures = signatures;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    /** In the caller's transaction. */
    FhirResponse release(ObjectNode parameters) {
        ReleaseRequest request = new ReleaseRequest(parameters);
        Dispenser owner = request.dispenser();
        Issue.Release how = new Issue.Release(UUID.randomUUID().toString(), clock.instant());
        Optional<String> number = request.number();
        return number.isPresent() ? single(number.get(), owner, how) : nominated(owner, how);
    }

    private FhirResponse single(String number, Dispenser owner, Issue.Release how) {
        Held held = PrescriptionStore.stem(number)
                .flatMap(store::lock)
                .filter(known -> known.now().isOnFile())
                .orElseThrow(() -> new SpineException(PrescriptionError.RESOURCE_NOT_FOUND));
        Decision decision = ReleaseRules.release(held.now(), owner, how);
        if (decision.refusal().equals(Optional.of(Refusal.PRESCRIPTION_WITH_ANOTHER_DISPENSER))) {
            return withAnother(held.now());
        }
        decision.refusal().ifPresent(why -> {
            throw new SpineException(PrescriptionError.valueOf(why.name()));
        });
        return answer(List.of(new Change(held, decision.prescription())), owner, how);
    }

    /**
     * What waits for the dispenser when it was asked may be another's or expired when it is locked; then the next ones are
     * looked at.
     */
    private FhirResponse nominated(Dispenser owner, Issue.Release how) {
        while (true) {
            List<String> waiting = store.waitingFor(owner.ods(), MOST_AT_ONCE);
            if (waiting.isEmpty()) {
                return FhirResponse.of(
                        200,
                        JsonBody.of(ResourceJson.write(
                                outcomes.of(List.of(Finding.of(PrescriptionError.NO_MORE_PRESCRIPTIONS))))));
            }
            List<Change> released = new ArrayList<>();
            List<Change> over = new ArrayList<>();
            for (Held held : store.lock(waiting)) {
                Decision decision = ReleaseRules.nominatedRelease(held.now(), owner, how);
                if (decision.isAccepted()) {
                    released.add(new Change(held, decision.prescription()));
                } else if (!held.now().equals(held.stored())) {
                    over.add(new Change(held, held.now()));
                }
            }
            store.save(over, List.of());
            if (!released.isEmpty()) {
                return answer(released, owner, how);
            }
        }
    }

    private FhirResponse answer(List<Change> released, Dispenser owner, Issue.Release how) {
        ReleaseResponse response = new ReleaseResponse(how.id(), how.at());
        Map<String, ObjectNode> orders =
                store.orders(released.stream().map(Change::after).toList());
        List<Change> changes = new ArrayList<>();
        for (Change change : released) {
            Prescription prescription = change.after();
            ObjectNode order = Optional.ofNullable(
                            orders.get(prescription.number().stem()))
                    .orElseThrow(() -> new SpineException(PrescriptionError.RESOURCE_NOT_FOUND));
            boolean unsigned = prescription.details().orderId().isEmpty(); // came as plain resources
            if (unsigned || signatures.isRight(new MessageBundle(order))) {
                response.pass(prescription, order);
                changes.add(change);
            } else {
                Prescription returned = returned(prescription, owner, how.at());
                response.fail(returned, order, List.of(ReleaseResponse.invalidSignature()));
                changes.add(new Change(change.before(), returned));
            }
        }
        store.save(changes, List.of());
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(response.parameters())));
    }

    private static Prescription returned(Prescription prescription, Dispenser owner, Instant at) {
        ReleaseRules.Return request = new ReleaseRules.Return(OptionalInt.empty(), owner.ods(), "", INVALID_SIGNATURE);
        return ReleaseRules.giveBack(prescription, request, at).prescription();
    }

    /** That someone else has the prescription, and who. */
    FhirResponse withAnother(Prescription prescription) {
        ObjectNode outcome = outcomes.of(List.of(Finding.of(PrescriptionError.PRESCRIPTION_WITH_ANOTHER_DISPENSER)));
        prescription.current().holder().ifPresent(holder -> {
            ObjectNode organization = ResourceParts.named(holder.organization(), "Organization", "dispenser");
            outcome.putArray("contained").add(organization);
            outcome.putArray("extension")
                    .addObject()
                    .put("url", SUPPORTING_INFO)
                    .putObject("valueReference")
                    .put("reference", "#dispenser");
        });
        return FhirResponse.of(
                PrescriptionError.PRESCRIPTION_WITH_ANOTHER_DISPENSER.status(),
                JsonBody.of(ResourceJson.write(outcome)));
    }
}
