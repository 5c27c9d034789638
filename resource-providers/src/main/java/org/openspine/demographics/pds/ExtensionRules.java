package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Extensions of a patient, each at most once; those about death stand with {@link LifeRules}. */
final class ExtensionRules {
    private ExtensionRules() {}

    static void require(PatientChange change) {
        Set<String> urls = new HashSet<>();
        for (JsonNode extension : change.after().path("extension")) {
            String url = extension.path("url").asText();
            if (!urls.add(url)) {
                throw Breach.invalidUpdate("multiple extensions with url '%s' cannot be added".formatted(url));
            }
        }
        if (!unchanged(change.extension(PdsExtension.REMOVAL_FROM_REGISTRATION))) {
            throw Breach.forbiddenUpdate("source not permitted to update 'removalFromRegistration'");
        }
        requireInterpreter(change.extension(PdsExtension.COMMUNICATION));
        for (PatientChange.Item extension : change.items("extension")) {
            PatientSchema.EXTENSION.require(extension.after(), extension.path());
        }
        requirePlace(change.extension(PdsExtension.BIRTH_PLACE));
        requirePreference(change.extension(PdsExtension.CONTACT_PREFERENCE));
    }

    private static boolean unchanged(PatientChange.Item extension) {
        return extension.after().equals(extension.before());
    }

    private static boolean concerns(PatientChange.Item extension) {
        return !extension.after().isMissingNode() && !unchanged(extension);
    }

    private static void requirePlace(PatientChange.Item place) {
        if (concerns(place) && place.after().path("valueAddress").isEmpty()) {
            throw Breach.missing(place.at("valueAddress"));
        }
    }

    /** Whether an interpreter is needed can be changed, not left open again. */
    private static void requireInterpreter(PatientChange.Item communication) {
        String part = "interpreterRequired";
        boolean known = PatientChange.find(communication.before(), part).has("valueBoolean");
        boolean still = PatientChange.find(communication.after(), part).has("valueBoolean");
        if (known && !still && !communication.after().isMissingNode()) {
            throw Breach.invalidUpdate("interpreterRequired cannot be removed");
        }
    }

    private static void requirePreference(PatientChange.Item preference) {
        if (!concerns(preference)) {
            return;
        }
        boolean times =
                !PatientChange.find(preference.after(), "PreferredContactTimes").isMissingNode();
        boolean method = !PatientChange.find(preference.after(), "PreferredContactMethod")
                .isMissingNode();
        if (times && !method) {
            throw Breach.invalidUpdate("a preferred contact time needs a preferred contact method");
        }
    }
}
