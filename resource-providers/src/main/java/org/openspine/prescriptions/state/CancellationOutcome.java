package org.openspine.prescriptions.state;

import java.util.Arrays;
import java.util.Optional;

/** What the request to cancel an item of a known prescription leads to, and the {@code MedicationRequest.status} told with it. */
public enum CancellationOutcome {
    CANCELLED("R-0001", "Prescription/item was cancelled", "cancelled"),
    WITH_DISPENSER("R-0002", "Prescription/item was not cancelled. With dispenser. Marked for cancellation", "active"),
    WITH_DISPENSER_ACTIVE(
            "R-0003", "Prescription/item was not cancelled. With dispenser active. Marked for cancellation", "active"),
    DISPENSED("R-0004", "Prescription/item was not cancelled. Prescription has been dispensed.", "completed"),
    EXPIRED("R-0005", "Prescription/item has expired", "stopped"),
    ALREADY_CANCELLED("R-0006", "Prescription/item had already been cancelled", "cancelled"),
    REQUESTED_BY_ANOTHER("R-0007", "Prescription/item cancellation requested by another prescriber", "unknown"),
    NOT_DISPENSED("R-0010", "Prescription/item was not cancelled. Prescription has been not dispensed.", "stopped");

    public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/medicationrequest-status-history";

    private final String code;
    private final String display;
    private final String requestStatus;

    CancellationOutcome(String code, String display, String requestStatus) {
        this.code = code;
        this.display = display;
        this.requestStatus = requestStatus;
    }

    static Optional<CancellationOutcome> of(String code) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.code.equals(code))
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

    /** Whether the item waits to be cancelled when its dispenser gives it back. */
    boolean waits() {
        return this == WITH_DISPENSER || this == WITH_DISPENSER_ACTIVE;
    }

    /** Whether a dispenser has or had the item. */
    public boolean namesDispenser() {
        return this != CANCELLED && this != EXPIRED && this != ALREADY_CANCELLED;
    }
}
