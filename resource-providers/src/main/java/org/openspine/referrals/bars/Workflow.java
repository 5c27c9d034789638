package org.openspine.referrals.bars;

import java.util.Optional;
import java.util.Set;

/** What a message may ask, by its event, its reason, and the state and kind of its focus; anything else is refused. */
enum Workflow {
    NEW_VALIDATION("servicerequest-request", Set.of("new"), Set.of("active"), Set.of("validation"), Effect.CREATE),
    NEW_REFERRAL("servicerequest-request", Set.of("new"), Set.of("active"), Set.of("referral"), Effect.CREATE),
    UPDATE_VALIDATION(
            "servicerequest-request",
            Set.of("update"),
            Set.of("active", "on-hold"),
            Set.of("validation"),
            Effect.UPDATE),
    CANCEL_REQUEST(
            "servicerequest-request",
            Set.of("update", "delete"),
            Set.of("revoked", "entered-in-error"),
            Set.of("validation", "referral"),
            Effect.CANCEL),
    DID_NOT_ATTEND("servicerequest-response", Set.of("new"), Set.of("revoked"), Set.of("referral"), Effect.RESPOND),
    VALIDATION_RESULT(
            "servicerequest-response",
            Set.of("new", "update"),
            Set.of("active", "completed"),
            Set.of("validation"),
            Effect.RESPOND),
    NEW_BOOKING("booking-request", Set.of("new"), Set.of("booked"), Set.of(), Effect.BOOK),
    UPDATE_BOOKING("booking-request", Set.of("update"), Set.of("booked"), Set.of(), Effect.UPDATE),
    CANCEL_BOOKING("booking-request", Set.of("update", "delete"), Set.of("cancelled"), Set.of(), Effect.CANCEL),
    BOOKING_FEEDBACK("booking-response", Set.of("new", "update"), Set.of(), Set.of(), Effect.RESPOND);

    /** What is done. */
    enum Effect {
        CREATE,
        UPDATE,
        CANCEL,
        BOOK,
        RESPOND
    }

    private final String event;
    private final Set<String> reasons;
    private final Set<String> statuses;
    private final Set<String> categories;
    private final Effect effect;

    Workflow(String event, Set<String> reasons, Set<String> statuses, Set<String> categories, Effect effect) {
        this.event = event;
        this.reasons = reasons;
        this.statuses = statuses;
        this.categories = categories;
        this.effect = effect;
    }

    Effect effect() {
        return effect;
    }

    /** Whether what it brings was not here before. */
    boolean isNew() {
        return effect == Effect.CREATE || effect == Effect.BOOK;
    }

    /** Type of the focus; a response may also be about an Encounter. */
    String focusType() {
        return event.startsWith("booking") ? "Appointment" : "ServiceRequest";
    }

    /**
     * The row of a message.
     *
     * @param status of the focus
     * @param category {@code referral} or {@code validation}; empty for a booking
     */
    static Optional<Workflow> of(String event, String reason, String status, String category) {
        for (Workflow row : values()) {
            if (row.event.equals(event)
                    && row.reasons.contains(reason)
                    && (row.statuses.isEmpty() || row.statuses.contains(status))
                    && (row.categories.isEmpty() || row.categories.contains(category))) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}
