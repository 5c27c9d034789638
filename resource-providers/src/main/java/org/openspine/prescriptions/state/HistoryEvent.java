package org.openspine.prescriptions.state;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a prescription.
 *
 * @param issue to which issue, 0 if to none
 * @param status of the issue afterwards
 * @param organization ODS code of who did it, empty if it happened by itself
 * @param message id of the message in lower case, empty if there was none
 * @param item the line item id that a cancellation is about, else empty
 * @param outcome what a cancellation led to: {@code R-0001}; the reason of a return or withdrawal; else empty
 */
public record HistoryEvent(
        Kind kind,
        Instant at,
        int issue,
        PrescriptionStatus status,
        String organization,
        String message,
        String item,
        String outcome) {
    /** What it was; messages sent again are found by it. */
    public enum Kind {
        ORDER,
        RELEASE,
        RETURN,
        NOTIFICATION,
        WITHDRAWAL,
        CLAIM,
        CANCELLATION,
        /** A waiting cancellation was carried out. */
        LATE_CANCELLATION,
        EXPIRY,
        OPENING,
        NO_CLAIM,
        /** The service forgot the prescription; nothing comes after. */
        CLEAN_UP
    }

    static HistoryEvent of(Kind kind, Instant at, Issue issue, String organization, String message) {
        return new HistoryEvent(kind, at, issue.number(), issue.status(), organization, message, "", "");
    }

    HistoryEvent because(String reason) {
        return new HistoryEvent(kind, at, issue, status, organization, message, item, reason);
    }

    HistoryEvent about(String line) {
        return new HistoryEvent(kind, at, issue, status, organization, message, line, outcome);
    }

    /** What the cancellation led to, if this is one. */
    public Optional<CancellationOutcome> cancellation() {
        return CancellationOutcome.of(outcome);
    }
}
