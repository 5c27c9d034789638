package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Ways to reach a patient, and the people to be called in an emergency. */
final class TelecomRules {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@,;:<>()\"]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    private TelecomRules() {}

    static void require(PatientChange change) {
        for (PatientChange.Item point : change.items("telecom")) {
            PatientSchema.TELECOM.require(point.after(), point.path());
            if (point.after().has("extension") && !point.text("system").equals("other")) {
                throw Breach.invalidUpdate("only a contact of the system other is a textphone");
            }
            if (!point.isNew() && (point.changes("system") || point.changes("use"))) {
                throw Breach.invalidUpdate("system and use of an existing contact cannot be changed");
            }
            if (point.isNew() && sameKind(change, point.after()) > 1) {
                throw Breach.invalidUpdate("multiple %s contacts of the use '%s' cannot be added"
                        .formatted(point.text("system"), point.text("use")));
            }
            requireEmail(point.after(), point.path());
            PeriodRules.requireOrder(point);
            PeriodRules.requirePast(point, change);
        }
        for (PatientChange.Item contact : change.items("contact")) {
            PatientSchema.CONTACT.require(contact.after(), contact.path());
            JsonNode points = contact.after().path("telecom");
            for (int i = 0; i < points.size(); i++) {
                requireEmail(points.get(i), contact.path() + "/telecom/" + i);
            }
            PeriodRules.requireOrder(contact);
        }
    }

    private static long sameKind(PatientChange change, JsonNode point) {
        long count = 0;
        for (JsonNode other : change.after().path("telecom")) {
            if (other.path("system").equals(point.path("system"))
                    && other.path("use").equals(point.path("use"))) {
                count++;
            }
        }
        return count;
    }

    private static void requireEmail(JsonNode point, String path) {
        if (!isGood(point)) {
            throw Breach.invalid(point.path("value"), path + "/value");
        }
    }

    /** Whether a contact point is no email address, or one of more than 6 and fewer than 90 characters. */
    static boolean isGood(JsonNode point) {
        String value = point.path("value").asText();
        return !point.path("system").asText().equals("email")
                || (value.length() > 6
                        && value.length() < 90
                        && EMAIL.matcher(value).matches());
    }
}
