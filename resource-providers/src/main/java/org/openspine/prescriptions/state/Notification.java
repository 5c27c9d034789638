package org.openspine.prescriptions.state;

import java.time.Instant;
import java.util.List;

/**
 * A dispense notification that counts, and what was before it.
 *
 * @param id of the message, in lower case
 * @param dispenses logical ids of its MedicationDispense resources
 */
public record Notification(String id, Instant at, IssueState before, List<String> dispenses) {
    public Notification {
        dispenses = List.copyOf(dispenses);
    }
}
