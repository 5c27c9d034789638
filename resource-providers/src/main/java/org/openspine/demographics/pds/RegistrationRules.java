package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;

/** Where a patient is registered. */
final class RegistrationRules {
    private static final String PRACTICE = "generalPractitioner";
    private static final String MANAGING = "managingOrganization";

    private RegistrationRules() {}

    static void require(PatientChange change) {
        if (change.changes(MANAGING)) {
            throw Breach.forbiddenUpdate("source not permitted to update '%s'".formatted(MANAGING));
        }
        if (change.removes(PRACTICE)) {
            throw Breach.forbiddenUpdate("source not permitted to remove '%s'".formatted(PRACTICE));
        }
        JsonNode practices = change.after().path(PRACTICE);
        if (change.changes(PRACTICE) && practices.size() > 1) {
            throw Breach.tooMany(practices, PRACTICE);
        }
        for (PatientChange.Item practice : change.items(PRACTICE)) {
            PatientSchema.GENERAL_PRACTITIONER.require(practice.after(), practice.path());
        }
    }
}
