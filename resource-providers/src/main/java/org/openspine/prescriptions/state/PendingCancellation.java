package org.openspine.prescriptions.state;

import java.time.Instant;

/**
 * A cancellation that waits until the item comes back from its dispenser, or is ordered.
 *
 * @param item the line item id, in lower case
 * @param reason code of {@code medicationrequest-status-reason}
 * @param organization ODS code of who asked
 */
public record PendingCancellation(String item, String reason, String organization, Instant at) {}
