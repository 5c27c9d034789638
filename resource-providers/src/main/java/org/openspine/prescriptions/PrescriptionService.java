package org.openspine.prescriptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.event.CancelMessage;
import org.openspine.prescriptions.event.CancelResponse;
import org.openspine.prescriptions.event.ClaimMessage;
import org.openspine.prescriptions.event.NotificationMessage;
import org.openspine.prescriptions.event.OrderMessage;
import org.openspine.prescriptions.event.TaskMessage;
import org.openspine.prescriptions.record.DispenseDocument;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.record.PrescriptionStore.Held;
import org.openspine.prescriptions.state.CancelRules;
import org.openspine.prescriptions.state.CancellationOutcome;
import org.openspine.prescriptions.state.ClaimEntry;
import org.openspine.prescriptions.state.ClaimRules;
import org.openspine.prescriptions.state.Decision;
import org.openspine.prescriptions.state.DispenseRules;
import org.openspine.prescriptions.state.HistoryEvent;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Notification;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.Refusal;
import org.openspine.prescriptions.state.ReleaseRules;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;

/**
 * What happens to prescriptions, one database transaction for each event: the record is locked, brought up to the clock,
 * judged by the rules and stored with everything that shows it.
 */
public final class PrescriptionService implements PrescriptionEvents {
    private final ResourceRepository repository;
    private final PrescriptionStore store;
    private final PrescriptionRelease releases;
    private final PrescriptionOutcomes outcomes;
    private final Clock clock;

    public PrescriptionService(
            ResourceRepository repository, PrescriptionStore store, SignatureCheck signatures, Clock clock) {
        this.repository = repository;
        this.store = store;
        this.clock = clock;
        this.outcomes = new PrescriptionOutcomes(clock);
        this.releases = new PrescriptionRelease(store, signatures, outcomes, clock);
    }

    @Override
    public FhirResponse order(ObjectNode bundle, Caller caller) {
        OrderMessage message = OrderMessage.of(bundle);
        String stem = message.number().stem();
        String messageId = message.messageId();
        return repository.inTransaction(() -> {
            Instant now = clock.instant();
            Optional<Held> held = store.lock(stem);
            if (held.isPresent() && !held.get().stored().isPlaceholder()) {
                if (held.get().stored().details().orderId().equals(messageId)) {
                    return outcomes.success();
                }
                throw new SpineException(PrescriptionError.DUPLICATE_PRESCRIPTION_ID);
            }
            Prescription ordered = message.prescription(now);
            Prescription next = held.map(placeholder -> CancelRules.afterOrder(ordered, placeholder.now(), now))
                    .orElse(ordered);
            store.add(next, message.message(), held);
            return outcomes.success();
        });
    }

    @Override
    public FhirResponse cancel(ObjectNode bundle, Caller caller) {
        CancelMessage message = CancelMessage.of(bundle);
        CancelRules.Request request = message.request();
        String stem = PrescriptionStore.stem(message.number()).orElse("");
        return repository.inTransaction(() -> {
            Instant now = clock.instant();
            Optional<Held> held = stem.isEmpty() ? Optional.empty() : store.lock(stem);
            if (held.isEmpty() || held.get().stored().isPlaceholder()) {
                remember(message, request, held, now);
                return notFound();
            }
            return held.get().now().isCleanedUp() ? notFound() : cancel(message, request, held.get(), now);
        });
    }

    /** The prescription may still come, and is cancelled then. */
    private void remember(CancelMessage message, CancelRules.Request request, Optional<Held> held, Instant now) {
        Optional<Prescription> placeholder = held.map(Held::now)
                .filter(known -> known.current().status() == PrescriptionStatus.CANCELLED_FUTURE)
                .or(() -> message.placeholder(now));
        placeholder.ifPresent(known -> store.savePlaceholder(CancelRules.waiting(known, request, now), held));
    }

    private FhirResponse notFound() {
        return outcomes.refusal(new SpineException(PrescriptionError.CANCELLATION_NOT_FOUND));
    }

    private FhirResponse cancel(CancelMessage message, CancelRules.Request request, Held held, Instant now) {
        Prescription prescription = held.now();
        Optional<HistoryEvent> earlier =
                prescription.earlier(HistoryEvent.Kind.CANCELLATION, request.message(), request.item());
        Optional<CancellationOutcome> known = earlier.flatMap(HistoryEvent::cancellation);
        if (earlier.isPresent() && known.isPresent()) {
            return answer(message, prescription, known.get(), earlier.get().at());
        }
        if (!prescription.details().nhsNumber().equals(message.nhsNumber())) {
            throw new SpineException(
                    MessageFailure.ofCancellation("Mismatch between prescription and cancellation NHSNumber"));
        }
        String longForm = prescription.details().longForm();
        if (!longForm.isEmpty() && !message.longForm().isEmpty() && !longForm.equals(message.longForm())) {
            throw new SpineException(
                    MessageFailure.ofCancellation("Mismatch between prescription and cancellation prescriptionID"));
        }
        Optional<CancelRules.Cancellation> cancellation = CancelRules.cancel(prescription, request, now);
        if (cancellation.isEmpty()) {
            return notFound();
        }
        store.save(held, cancellation.get().prescription(), List.of());
        return answer(message, prescription, cancellation.get().outcome(), now);
    }

    private static FhirResponse answer(
            CancelMessage message, Prescription prescription, CancellationOutcome outcome, Instant at) {
        ObjectNode response = new CancelResponse(message, prescription, outcome, at).bundle();
        int status = outcome == CancellationOutcome.CANCELLED ? 200 : 400;
        return FhirResponse.of(status, JsonBody.of(ResourceJson.write(response)));
    }

    @Override
    public FhirResponse release(ObjectNode parameters, Caller caller) {
        return repository.inTransaction(() -> releases.release(parameters));
    }

    @Override
    public FhirResponse notifyDispense(ObjectNode bundle, Caller caller) {
        NotificationMessage message = NotificationMessage.of(bundle);
        String messageId = message.messageId();
        return repository.inTransaction(() -> {
            Instant now = clock.instant();
            Held held = required(message.number());
            if (held.now().earlier(HistoryEvent.Kind.NOTIFICATION, messageId).isPresent()) {
                return outcomes.success();
            }
            requirePatient(held, message.nhsNumber());
            List<String> ids = message.dispenses().stream()
                    .map(dispense -> repository.nextLogicalId())
                    .toList();
            Prescription before = held.now();
            DispenseRules.Notice notice = message.notice(ids, before.current().number(), now);
            Prescription after = accepted(DispenseRules.notify(before, notice, now));
            List<ResourceWrite> writes = new ArrayList<>(replacedDispenses(before, after));
            for (int i = 0; i < ids.size(); i++) {
                writes.add(DispenseDocument.dispense(
                        (ObjectNode) message.dispenses().get(i),
                        Optional.of(notice.dispenser().organization()),
                        after,
                        ids.get(i)));
            }
            store.save(held, after, writes);
            return outcomes.success();
        });
    }

    /** Dispenses of notifications that count no more. */
    private List<ResourceWrite> replacedDispenses(Prescription before, Prescription after) {
        List<String> counting = dispenses(after);
        List<String> gone =
                dispenses(before).stream().filter(id -> !counting.contains(id)).toList();
        return gone.isEmpty()
                ? List.of()
                : DispenseDocument.replaced(repository, "MedicationDispense", gone, "entered-in-error");
    }

    private static List<String> dispenses(Prescription prescription) {
        return prescription.issues().stream()
                .map(Issue::notifications)
                .flatMap(List::stream)
                .map(Notification::dispenses)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public FhirResponse claim(ObjectNode claim, Caller caller) {
        ClaimMessage message = new ClaimMessage(claim);
        String id = message.id();
        return repository.inTransaction(() -> {
            Instant now = clock.instant();
            Held held = required(message.number());
            if (held.now().earlier(HistoryEvent.Kind.CLAIM, id).isPresent()) {
                return outcomes.success();
            }
            String resource = repository.nextLogicalId();
            ClaimRules.Claim asked = message.claim(resource, now);
            Prescription after = accepted(ClaimRules.claim(held.now(), asked, now));
            List<ResourceWrite> writes = new ArrayList<>();
            writes.add(DispenseDocument.claim(claim, after, resource));
            asked.replaces()
                    .ifPresent(replaced -> writes.addAll(
                            DispenseDocument.replaced(repository, "Claim", claims(held.now(), replaced), "cancelled")));
            store.save(held, after, writes);
            return outcomes.success();
        });
    }

    private static List<String> claims(Prescription prescription, String id) {
        return prescription.issues().stream()
                .map(Issue::claims)
                .flatMap(List::stream)
                .filter(claim -> claim.id().equals(id))
                .map(ClaimEntry::resource)
                .toList();
    }

    @Override
    public FhirResponse changeTask(ObjectNode task, Caller caller) {
        TaskMessage message = new TaskMessage(task);
        return repository.inTransaction(() -> message.isReturn() ? giveBack(message) : withdraw(message));
    }

    private FhirResponse giveBack(TaskMessage message) {
        Held held = required(message.number());
        ReleaseRules.Return request = message.giveBack();
        if (held.now().earlier(HistoryEvent.Kind.RETURN, request.message()).isPresent()) {
            return outcomes.success();
        }
        requirePatient(held, message.nhsNumber());
        Decision decision = ReleaseRules.giveBack(held.now(), request, clock.instant());
        if (decision.refusal().equals(Optional.of(Refusal.PRESCRIPTION_WITH_ANOTHER_DISPENSER))) {
            return releases.withAnother(held.now());
        }
        store.save(held, accepted(decision), List.of());
        return outcomes.success();
    }

    private FhirResponse withdraw(TaskMessage message) {
        Held held = required(message.number());
        DispenseRules.Withdrawal request = message.withdrawal();
        if (held.now().earlier(HistoryEvent.Kind.WITHDRAWAL, request.message()).isPresent()) {
            return outcomes.success();
        }
        requirePatient(held, message.nhsNumber());
        Prescription after = accepted(DispenseRules.withdraw(held.now(), request, clock.instant()));
        store.save(held, after, replacedDispenses(held.now(), after));
        return outcomes.success();
    }

    private Held required(String number) {
        return PrescriptionStore.stem(number)
                .flatMap(store::lock)
                .filter(held -> held.now().isOnFile())
                .orElseThrow(() -> new SpineException(PrescriptionError.PRESCRIPTION_NOT_FOUND));
    }

    private static void requirePatient(Held held, String nhsNumber) {
        if (!held.now().details().nhsNumber().equals(nhsNumber)) {
            throw new SpineException(MessageFailure.of("nhsNumber is not valid"));
        }
    }

    private static Prescription accepted(Decision decision) {
        decision.refusal().ifPresent(why -> {
            throw new SpineException(PrescriptionError.valueOf(why.name()));
        });
        return decision.prescription();
    }
}
