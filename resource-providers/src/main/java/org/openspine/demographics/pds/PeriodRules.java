package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;

/** When an item began and ended. Days are compared as they are written. */
final class PeriodRules {
    private PeriodRules() {}

    static void requireOrder(PatientChange.Item item) {
        JsonNode period = item.after().path("period");
        if (period.has("end")
                && period.path("end").asText().compareTo(period.path("start").asText()) < 0) {
            throw Breach.invalidUpdate("the end of the period of '%s' is before its start".formatted(item.path()));
        }
    }

    static void requirePast(PatientChange.Item item, PatientChange change) {
        String start = item.after().path("period").path("start").asText();
        if (item.changes("period") && start.compareTo(change.today().toString()) > 0) {
            throw Breach.invalidUpdate("the start of the period of '%s' is in the future".formatted(item.path()));
        }
    }
}
