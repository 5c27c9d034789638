package org.openspine.prescriptions.tracker;

import java.util.Map;

/** Displays of the code system {@code medicationrequest-status-reason}. */
final class CancellationReason {
    private static final Map<String, String> DISPLAYS = Map.of(
            "0001", "Prescribing Error",
            "0002", "Clinical contra-indication",
            "0003", "Change to medication treatment regime",
            "0004", "Clinical grounds",
            "0005", "At the Patient's request",
            "0006", "At the Pharmacist's request",
            "0007", "Notification of Death",
            "0008", "Patient deducted - other reason",
            "0009", "Patient deducted - registered with new practice");

    private CancellationReason() {}

    /** The display of a code; the code itself if it is none of the published ones. */
    static String display(String code) {
        return DISPLAYS.getOrDefault(code, code);
    }
}
