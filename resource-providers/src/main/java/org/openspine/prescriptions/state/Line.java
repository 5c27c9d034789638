package org.openspine.prescriptions.state;

import java.time.Instant;
import java.util.Optional;

/**
 * One medicine of a prescription.
 *
 * @param id the line item id, in lower case
 * @param issues in how many issues it is supplied
 * @param cancellation if it was cancelled, in all issues from then on
 * @param request logical id of its MedicationRequest, empty if that is not known yet
 */
public record Line(String id, int issues, Optional<Cancellation> cancellation, String request) {
    /** @param reason code of {@code medicationrequest-status-reason} */
    public record Cancellation(String reason, Instant at) {}

    Line cancelled(Cancellation why) {
        return new Line(id, issues, Optional.of(why), request);
    }

    /** The status with which the item of this line begins in an issue. */
    ItemStatus opening(int issue) {
        if (cancellation.isPresent()) {
            return ItemStatus.ITEM_CANCELLED;
        }
        return issue > issues ? ItemStatus.EXPIRED_ITEM : ItemStatus.ITEM_TO_BE_DISPENSED;
    }
}
