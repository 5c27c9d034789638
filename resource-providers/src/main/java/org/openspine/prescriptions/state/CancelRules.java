package org.openspine.prescriptions.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cancellation of one item by a prescriber, at once or as soon as its dispenser has given it back. */
public final class CancelRules {
    /**
     * @param item the line item id, in lower case
     * @param reason code of {@code medicationrequest-status-reason}
     * @param organization ODS code of who asks
     * @param message id of the message, in lower case
     */
    public record Request(String item, String reason, String organization, String message) {}

    /** What became of the request. */
    public record Cancellation(Prescription prescription, CancellationOutcome outcome) {}

    private CancelRules() {}

    /** Empty if the prescription has no such line. */
    public static Optional<Cancellation> cancel(Prescription prescription, Request request, Instant at) {
        return prescription.line(request.item()).map(line -> cancel(prescription, line, request, at));
    }

    private static Cancellation cancel(Prescription prescription, int line, Request request, Instant at) {
        CancellationOutcome outcome = outcome(prescription, line, request);
        Prescription next = prescription;
        if (outcome == CancellationOutcome.CANCELLED) {
            next = prescription.cancelled(line, new Line.Cancellation(request.reason(), at), at);
        } else if (outcome.waits()) {
            next = waiting(prescription, request, at);
        }
        return new Cancellation(
                next.with(HistoryEvent.of(
                                HistoryEvent.Kind.CANCELLATION,
                                at,
                                next.current(),
                                request.organization(),
                                request.message())
                        .about(request.item())
                        .because(outcome.code())),
                outcome);
    }

    private static CancellationOutcome outcome(Prescription prescription, int line, Request request) {
        Issue issue = prescription.current();
        ItemStatus item = issue.state().items().get(line);
        return switch (item) { // what is over for the item counts before the state of the whole
            case FULLY_DISPENSED -> CancellationOutcome.DISPENSED;
            case ITEM_NOT_DISPENSED -> CancellationOutcome.NOT_DISPENSED;
            case ITEM_CANCELLED -> CancellationOutcome.ALREADY_CANCELLED;
            case EXPIRED_ITEM -> CancellationOutcome.EXPIRED;
            case PARTLY_DISPENSED, OWING, ITEM_TO_BE_DISPENSED, ITEM_WITH_DISPENSER ->
                outcome(issue.status(), isWanted(prescription, request));
        };
    }

    private static CancellationOutcome outcome(PrescriptionStatus status, boolean wantedByAnother) {
        return switch (status) {
            case AWAITING_RELEASE, TO_BE_DISPENSED, FUTURE_ISSUE, FUTURE -> CancellationOutcome.CANCELLED;
            case WITH_DISPENSER ->
                wantedByAnother ? CancellationOutcome.REQUESTED_BY_ANOTHER : CancellationOutcome.WITH_DISPENSER;
            case WITH_DISPENSER_ACTIVE ->
                wantedByAnother ? CancellationOutcome.REQUESTED_BY_ANOTHER : CancellationOutcome.WITH_DISPENSER_ACTIVE;
            case EXPIRED -> CancellationOutcome.EXPIRED;
            case CANCELLED, CANCELLED_FUTURE -> CancellationOutcome.ALREADY_CANCELLED;
            case DISPENSED, CLAIMED, NO_CLAIMED -> CancellationOutcome.DISPENSED;
            case NOT_DISPENSED -> CancellationOutcome.NOT_DISPENSED;
        };
    }

    private static boolean isWanted(Prescription prescription, Request request) {
        return prescription.pending().stream()
                .anyMatch(waiting -> waiting.item().equals(request.item())
                        && !waiting.organization().equals(request.organization()));
    }

    /** With this request among those that wait, once. */
    public static Prescription waiting(Prescription prescription, Request request, Instant at) {
        boolean known = prescription.pending().stream()
                .anyMatch(waiting -> waiting.item().equals(request.item()));
        if (known) {
            return prescription;
        }
        List<PendingCancellation> all = new ArrayList<>(prescription.pending());
        all.add(new PendingCancellation(request.item(), request.reason(), request.organization(), at));
        return prescription.withPending(all);
    }

    /** A prescription that was ordered when cancellations of it had come already, unless they are too old. */
    public static Prescription afterOrder(Prescription ordered, Prescription placeholder, Instant at) {
        boolean valid = placeholder.current().status() == PrescriptionStatus.CANCELLED_FUTURE
                && placeholder.details().nhsNumber().equals(ordered.details().nhsNumber());
        return valid ? carryOut(ordered.withPending(placeholder.pending()), at) : ordered;
    }

    /** Carries out cancellations that waited for items which nobody has now. */
    public static Prescription carryOut(Prescription prescription, Instant at) {
        Prescription next = prescription;
        List<PendingCancellation> left = new ArrayList<>();
        for (PendingCancellation waiting : prescription.pending()) {
            Optional<Integer> line = prescription
                    .line(waiting.item())
                    .filter(i -> prescription.current().state().items().get(i) == ItemStatus.ITEM_TO_BE_DISPENSED);
            if (line.isEmpty()) {
                left.add(waiting);
                continue;
            }
            next = next.cancelled(line.get(), new Line.Cancellation(waiting.reason(), at), at);
            next = next.with(
                    HistoryEvent.of(HistoryEvent.Kind.LATE_CANCELLATION, at, next.current(), waiting.organization(), "")
                            .about(waiting.item())
                            .because(CancellationOutcome.CANCELLED.code()));
        }
        return next.withPending(left);
    }
}
