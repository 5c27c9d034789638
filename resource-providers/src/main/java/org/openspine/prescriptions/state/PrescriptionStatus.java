package org.openspine.prescriptions.state;

import static org.openspine.prescriptions.state.ItemStatus.EXPIRED_ITEM;
import static org.openspine.prescriptions.state.ItemStatus.FULLY_DISPENSED;
import static org.openspine.prescriptions.state.ItemStatus.ITEM_CANCELLED;
import static org.openspine.prescriptions.state.ItemStatus.ITEM_NOT_DISPENSED;
import static org.openspine.prescriptions.state.ItemStatus.ITEM_WITH_DISPENSER;
import static org.openspine.prescriptions.state.ItemStatus.OWING;
import static org.openspine.prescriptions.state.ItemStatus.PARTLY_DISPENSED;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The status of one issue of a prescription, and what {@code Task.status} that is. */
public enum PrescriptionStatus {
    AWAITING_RELEASE("0000", "Awaiting Release Ready", "requested"),
    TO_BE_DISPENSED("0001", "To Be Dispensed", "requested"),
    WITH_DISPENSER("0002", "With Dispenser", "accepted"),
    WITH_DISPENSER_ACTIVE("0003", "With Dispenser - Active", "in-progress"),
    EXPIRED("0004", "Expired", "failed"),
    CANCELLED("0005", "Cancelled", "cancelled"),
    DISPENSED("0006", "Dispensed", "completed"),
    NOT_DISPENSED("0007", "Not Dispensed", "completed"),
    CLAIMED("0008", "Claimed", "completed"),
    NO_CLAIMED("0009", "No-Claimed", "completed"),
    /** A later issue of repeat dispensing that has not opened. */
    FUTURE_ISSUE("9000", "Repeat Dispense future instance", "requested"),
    FUTURE("9001", "Prescription future instance", "requested"),
    /** Not there yet, but cancelled already. */
    CANCELLED_FUTURE("9005", "Cancelled future instance", "cancelled");

    public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/EPS-task-business-status";

    private final String code;
    private final String display;
    private final String taskStatus;

    PrescriptionStatus(String code, String display, String taskStatus) {
        this.code = code;
        this.display = display;
        this.taskStatus = taskStatus;
    }

    public static Optional<PrescriptionStatus> of(String code) {
        return Arrays.stream(values())
                .filter(status -> status.code.equals(code))
                .findFirst();
    }

    public String code() {
        return code;
    }

    public String display() {
        return display;
    }

    public String taskStatus() {
        return taskStatus;
    }

    /** Whether the issue is over as far as the patient is concerned, so that the next one may open. */
    public boolean isSupplied() {
        return this == DISPENSED || this == NOT_DISPENSED;
    }

    /** Whether a dispense notification may tell this status, and items in these states with it. */
    boolean goesWith(Set<ItemStatus> items) {
        return switch (this) {
            case WITH_DISPENSER_ACTIVE ->
                Set.of(
                                FULLY_DISPENSED,
                                ITEM_NOT_DISPENSED,
                                PARTLY_DISPENSED,
                                OWING,
                                ITEM_CANCELLED,
                                EXPIRED_ITEM,
                                ITEM_WITH_DISPENSER)
                        .containsAll(items);
            case DISPENSED ->
                Set.of(FULLY_DISPENSED, ITEM_NOT_DISPENSED, ITEM_CANCELLED, EXPIRED_ITEM)
                        .containsAll(items);
            case NOT_DISPENSED ->
                Set.of(ITEM_NOT_DISPENSED, ITEM_CANCELLED, EXPIRED_ITEM).containsAll(items);
            default -> false;
        };
    }
}
