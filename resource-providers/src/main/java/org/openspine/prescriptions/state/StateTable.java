package org.openspine.prescriptions.state;

import static org.openspine.prescriptions.state.PrescriptionStatus.AWAITING_RELEASE;
import static org.openspine.prescriptions.state.PrescriptionStatus.CANCELLED;
import static org.openspine.prescriptions.state.PrescriptionStatus.CANCELLED_FUTURE;
import static org.openspine.prescriptions.state.PrescriptionStatus.CLAIMED;
import static org.openspine.prescriptions.state.PrescriptionStatus.DISPENSED;
import static org.openspine.prescriptions.state.PrescriptionStatus.EXPIRED;
import static org.openspine.prescriptions.state.PrescriptionStatus.FUTURE;
import static org.openspine.prescriptions.state.PrescriptionStatus.FUTURE_ISSUE;
import static org.openspine.prescriptions.state.PrescriptionStatus.NOT_DISPENSED;
import static org.openspine.prescriptions.state.PrescriptionStatus.NO_CLAIMED;
import static org.openspine.prescriptions.state.PrescriptionStatus.TO_BE_DISPENSED;
import static org.openspine.prescriptions.state.PrescriptionStatus.WITH_DISPENSER;
import static org.openspine.prescriptions.state.PrescriptionStatus.WITH_DISPENSER_ACTIVE;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The state machine of an issue: which events are taken in which status, where they lead, and how they are refused
 * elsewhere. A row without statuses is for all that no row above has. Where the new status depends on more than the old one
 * the row has none: a notification names it, a withdrawal goes back to the one before.
 */
public final class StateTable {
    /** What happens to an issue. */
    public enum Event {
        RELEASE,
        NOMINATED_RELEASE,
        RETURN,
        NOTIFICATION,
        AMENDMENT,
        WITHDRAWAL,
        CLAIM,
        CLAIM_AMENDMENT,
        EXPIRY,
        START,
        NO_CLAIM,
        CLEAN_UP
    }

    /** What an event does: it is refused, or leads to a status, or to one that the event itself decides. */
    public record Effect(Optional<Refusal> refusal, Optional<PrescriptionStatus> next) {}

    private record Row(Event event, Set<PrescriptionStatus> from, Effect effect) {}

    private static final List<Row> ROWS = List.of(
            to(WITH_DISPENSER, Event.RELEASE, AWAITING_RELEASE, TO_BE_DISPENSED),
            refused(Refusal.PRESCRIPTION_WITH_ANOTHER_DISPENSER, Event.RELEASE, WITH_DISPENSER, WITH_DISPENSER_ACTIVE),
            refused(Refusal.PRESCRIPTION_EXPIRED, Event.RELEASE, EXPIRED),
            refused(Refusal.PRESCRIPTION_CANCELLED, Event.RELEASE, CANCELLED),
            refused(Refusal.PRESCRIPTION_DISPENSED, Event.RELEASE, DISPENSED, NOT_DISPENSED, CLAIMED, NO_CLAIMED),
            refused(Refusal.RESOURCE_NOT_FOUND, Event.RELEASE),
            //
            to(WITH_DISPENSER, Event.NOMINATED_RELEASE, TO_BE_DISPENSED),
            refused(Refusal.RESOURCE_NOT_FOUND, Event.NOMINATED_RELEASE),
            //
            to(TO_BE_DISPENSED, Event.RETURN, WITH_DISPENSER),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.RETURN),
            //
            decided(Event.NOTIFICATION, WITH_DISPENSER, WITH_DISPENSER_ACTIVE),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.NOTIFICATION),
            //
            decided(Event.AMENDMENT, WITH_DISPENSER_ACTIVE, DISPENSED, NOT_DISPENSED),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.AMENDMENT),
            //
            decided(Event.WITHDRAWAL, WITH_DISPENSER_ACTIVE, DISPENSED, NOT_DISPENSED),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.WITHDRAWAL),
            //
            to(CLAIMED, Event.CLAIM, DISPENSED, NOT_DISPENSED),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.CLAIM, CLAIMED),
            refused(Refusal.CLAIM_INVALID_NOT_DISPENSED, Event.CLAIM),
            //
            to(CLAIMED, Event.CLAIM_AMENDMENT, CLAIMED),
            refused(Refusal.DISPENSE_AMEND_IDENTIFIER_MISMATCH, Event.CLAIM_AMENDMENT, DISPENSED, NOT_DISPENSED),
            refused(Refusal.CLAIM_INVALID_NOT_DISPENSED, Event.CLAIM_AMENDMENT),
            //
            to(DISPENSED, Event.EXPIRY, WITH_DISPENSER_ACTIVE),
            to(
                    EXPIRED,
                    Event.EXPIRY,
                    AWAITING_RELEASE,
                    TO_BE_DISPENSED,
                    WITH_DISPENSER,
                    FUTURE_ISSUE,
                    FUTURE,
                    CANCELLED_FUTURE),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.EXPIRY),
            //
            to(TO_BE_DISPENSED, Event.START, AWAITING_RELEASE, FUTURE),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.START),
            //
            to(NO_CLAIMED, Event.NO_CLAIM, DISPENSED),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.NO_CLAIM),
            //
            decided(Event.CLEAN_UP, EXPIRED, CANCELLED, NOT_DISPENSED, CLAIMED),
            refused(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION, Event.CLEAN_UP));

    private StateTable() {}

    /** What {@code event} does to an issue in this status. */
    public static Effect effect(Event event, PrescriptionStatus status) {
        return ROWS.stream()
                .filter(row -> row.event == event && row.from.contains(status))
                .findFirst()
                .map(Row::effect)
                .orElseThrow();
    }

    /** Where {@code event} leads from a status in which it is taken and the table says where to. */
    static PrescriptionStatus next(Event event, PrescriptionStatus status) {
        return effect(event, status).next().orElseThrow();
    }

    static Optional<Refusal> refusal(Event event, PrescriptionStatus status) {
        return effect(event, status).refusal();
    }

    private static Row to(PrescriptionStatus next, Event event, PrescriptionStatus... from) {
        return row(event, new Effect(Optional.empty(), Optional.of(next)), from);
    }

    private static Row decided(Event event, PrescriptionStatus... from) {
        return row(event, new Effect(Optional.empty(), Optional.empty()), from);
    }

    private static Row refused(Refusal refusal, Event event, PrescriptionStatus... from) {
        return row(event, new Effect(Optional.of(refusal), Optional.empty()), from);
    }

    private static Row row(Event event, Effect effect, PrescriptionStatus... from) {
        Set<PrescriptionStatus> statuses =
                from.length == 0 ? EnumSet.allOf(PrescriptionStatus.class) : EnumSet.copyOf(List.of(from));
        return new Row(event, statuses, effect);
    }
}
