package org.openspine.prescriptions.state;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The status of one item of an issue, and what {@code MedicationRequest.status} that is. */
public enum ItemStatus {
    FULLY_DISPENSED("0001", "Item fully dispensed", "completed"),
    ITEM_NOT_DISPENSED("0002", "Item not dispensed", "stopped"),
    PARTLY_DISPENSED("0003", "Item dispensed - partial", "active"),
    OWING("0004", "Item not dispensed owing", "active"),
    ITEM_CANCELLED("0005", "Item cancelled", "cancelled"),
    EXPIRED_ITEM("0006", "Expired", "stopped"),
    ITEM_TO_BE_DISPENSED("0007", "Item to be dispensed", "active"),
    ITEM_WITH_DISPENSER("0008", "Item with dispenser", "active");

    public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/medicationdispense-type";

    private final String code;
    private final String display;
    private final String requestStatus;

    ItemStatus(String code, String display, String requestStatus) {
        this.code = code;
        this.display = display;
        this.requestStatus = requestStatus;
    }

    public static Optional<ItemStatus> of(String code) {
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

    public String requestStatus() {
        return requestStatus;
    }

    /** Whether something may still be supplied. */
    public boolean isActive() {
        return requestStatus.equals("active");
    }

    /** Where a dispense notification may move an item from here. */
    Set<ItemStatus> notified() {
        return switch (this) {
            case ITEM_WITH_DISPENSER ->
                Set.of(FULLY_DISPENSED, ITEM_NOT_DISPENSED, PARTLY_DISPENSED, OWING, ITEM_WITH_DISPENSER);
            case PARTLY_DISPENSED -> Set.of(FULLY_DISPENSED, PARTLY_DISPENSED);
            case OWING -> Set.of(FULLY_DISPENSED, ITEM_NOT_DISPENSED, PARTLY_DISPENSED, OWING);
            case FULLY_DISPENSED, ITEM_NOT_DISPENSED, ITEM_CANCELLED, EXPIRED_ITEM -> Set.of(this);
            case ITEM_TO_BE_DISPENSED -> Set.of();
        };
    }

    ItemStatus released() {
        return this == ITEM_TO_BE_DISPENSED ? ITEM_WITH_DISPENSER : this;
    }

    ItemStatus returned() {
        return this == ITEM_WITH_DISPENSER ? ITEM_TO_BE_DISPENSED : this;
    }

    ItemStatus expired() {
        return switch (this) {
            case ITEM_TO_BE_DISPENSED, ITEM_WITH_DISPENSER -> EXPIRED_ITEM;
            case PARTLY_DISPENSED -> FULLY_DISPENSED;
            case OWING -> ITEM_NOT_DISPENSED;
            default -> this;
        };
    }
}
