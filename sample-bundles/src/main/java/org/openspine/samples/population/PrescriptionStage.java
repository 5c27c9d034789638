package org.openspine.samples.population;

import java.util.List;

/** How far a prescription has come, with the codes of the prescription and of its items at that stage. */
enum PrescriptionStage {
    TO_BE_DISPENSED(8, "0001", "To Be Dispensed", "requested", "0007", "Item to be dispensed", "active"),
    WITH_DISPENSER(5, "0002", "With Dispenser", "accepted", "0008", "Item with dispenser", "active"),
    DISPENSED(82, "0006", "Dispensed", "completed", "0001", "Item fully dispensed", "completed"),
    CANCELLED(5, "0005", "Cancelled", "cancelled", "0005", "Item cancelled", "cancelled");

    static final Weighted<PrescriptionStage> ALL = Weighted.of(List.of(values()), stage -> stage.weight);

    private static final String BUSINESS_STATUS = "https://fhir.nhs.uk/CodeSystem/EPS-task-business-status";
    private static final String DISPENSE_TYPE = "https://fhir.nhs.uk/CodeSystem/medicationdispense-type";

    private final int weight;
    private final String code;
    private final String display;
    private final String taskStatus;
    private final String itemCode;
    private final String itemDisplay;
    private final String requestStatus;

    PrescriptionStage(
            int weight,
            String code,
            String display,
            String taskStatus,
            String itemCode,
            String itemDisplay,
            String requestStatus) {
        this.weight = weight;
        this.code = code;
        this.display = display;
        this.taskStatus = taskStatus;
        this.itemCode = itemCode;
        this.itemDisplay = itemDisplay;
        this.requestStatus = requestStatus;
    }

    Coding prescription() {
        return new Coding(BUSINESS_STATUS, code, display);
    }

    Coding item() {
        return new Coding(DISPENSE_TYPE, itemCode, itemDisplay);
    }

    String taskStatus() {
        return taskStatus;
    }

    String requestStatus() {
        return requestStatus;
    }
}
