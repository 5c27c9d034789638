package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import org.openspine.error.SpineException;

/** Gender, birth and death of a patient. What is known of them can be corrected, not taken away. */
final class LifeRules {
    private static final String STATUS = "deathNotificationStatus";
    private static final String FORMAL = "2";

    private LifeRules() {}

    static void require(PatientChange change) {
        for (String lasting : new String[] {"gender", "birthDate", "deceasedDateTime"}) {
            if (change.removes(lasting)) {
                throw notRemovable(lasting);
            }
        }
        JsonNode patient = change.after();
        if (change.changes("gender")) {
            PatientSchema.GENDER.require(patient.path("gender"), "gender");
        }
        if (change.changes("multipleBirthInteger") && patient.has("multipleBirthInteger")) {
            PatientSchema.MULTIPLE_BIRTH.require(patient.path("multipleBirthInteger"), "multipleBirthInteger");
        }
        if (change.changes("birthDate")) {
            requirePastDate(change, "birthDate", PatientSchema.BIRTH_DATE);
        }
        requireNotification(change);
        if (change.changes("deceasedDateTime")) {
            requireDeath(change);
        }
        boolean timesChange = change.changes("birthDate") || change.changes("deceasedDateTime");
        if (timesChange && patient.has("deceasedDateTime") && bornAfterDeath(patient)) {
            throw Breach.invalidUpdate("date of birth is after date of death");
        }
    }

    private static SpineException notRemovable(String element) {
        return Breach.forbiddenUpdate("source not permitted to remove '%s'".formatted(element));
    }

    private static void requirePastDate(PatientChange change, String element, Shape shape) {
        JsonNode value = change.after().path(element);
        shape.require(value, element);
        String text = value.asText();
        boolean future = text.length() > 10
                ? OffsetDateTime.parse(text).toInstant().isAfter(change.now())
                : text.compareTo(change.today().toString()) > 0;
        if (future) {
            throw Breach.invalid(value, element);
        }
    }

    private static void requireDeath(PatientChange change) {
        if (isFormal(PatientChange.find(change.before(), PdsExtension.DEATH_NOTIFICATION))) {
            throw Breach.forbiddenUpdate("source not permitted to update 'deceasedDateTime'");
        }
        requirePastDate(change, "deceasedDateTime", PatientSchema.DECEASED);
        PatientChange.Item notification = change.extension(PdsExtension.DEATH_NOTIFICATION);
        boolean told =
                !notification.after().isMissingNode() && !notification.after().equals(notification.before());
        if (change.adds("deceasedDateTime") && !told) {
            throw Breach.invalidUpdate("a death notification status must be added with a date of death");
        }
    }

    private static void requireNotification(PatientChange change) {
        PatientChange.Item notification = change.extension(PdsExtension.DEATH_NOTIFICATION);
        if (notification.after().equals(notification.before())) {
            return;
        }
        if (notification.after().isMissingNode()) {
            throw notRemovable(STATUS);
        }
        if (isFormal(notification.before())) {
            throw Breach.forbiddenUpdate("source not permitted to update '%s'".formatted(STATUS));
        }
        PatientSchema.EXTENSION.require(notification.after(), notification.path());
        String status = status(notification.after());
        if (status.isEmpty()) {
            throw Breach.missing(notification.at(STATUS));
        }
        if (status.equals("U")) {
            throw Breach.unsupported(status, notification.at(STATUS));
        }
        if (status.equals(FORMAL)) {
            throw Breach.forbiddenUpdate("source not permitted to add a formal death notification");
        }
        if (!change.after().has("deceasedDateTime")) {
            throw Breach.invalidUpdate("a date of death must be added with a death notification status");
        }
    }

    private static boolean isFormal(JsonNode notification) {
        return status(notification).equals(FORMAL);
    }

    static String status(JsonNode notification) {
        return PatientChange.find(notification, STATUS)
                .path("valueCodeableConcept")
                .path("coding")
                .path(0)
                .path("code")
                .asText("");
    }

    /** By the parts of the dates that both have. */
    private static boolean bornAfterDeath(JsonNode patient) {
        String birth = patient.path("birthDate").asText("");
        String death = patient.path("deceasedDateTime").asText();
        int length = Math.min(birth.length(), Math.min(10, death.length()));
        return birth.substring(0, length).compareTo(death.substring(0, length)) > 0;
    }
}
