package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Set;

/** Addresses of a patient: one of each use, complete enough to find somebody there. */
final class AddressRules {
    static final String LINES_NEEDED = "address lines 1 and 4 or 2 and 4 must be completed as a minimum";

    private static final Set<String> KINDS_OF_TEMPORARY = Set.of(
            "Second Home",
            "Student Accommodation",
            "Respite Care Address",
            "Temporary Residence Address",
            "Convalescence Home",
            "Mobile Home",
            "Holiday Home");
    private static final int ALL_LINES = 4;
    private static final int PAF_DIGITS = 8;

    private AddressRules() {}

    static void require(PatientChange change) {
        for (PatientChange.Item address : change.items("address")) {
            PatientSchema.ADDRESS.require(address.after(), address.path());
            requireKeys(address.after(), address.path());
            String use = address.text("use");
            if (use.equals("work")) {
                throw Breach.invalid(use, address.at("use"));
            }
            if (address.changes("use") && change.count("address", "use", use) > 1) {
                throw Breach.invalidUpdate("multiple %s addresses cannot be added".formatted(use));
            }
            requireTemporary(address, use);
            PeriodRules.requireOrder(address);
            if (!hasEnoughLines(address.after())) {
                throw Breach.invalidUpdate(LINES_NEEDED);
            }
        }
    }

    private static void requireTemporary(PatientChange.Item address, String use) {
        boolean temporary = use.equals("temp");
        JsonNode period = address.after().path("period");
        if ((temporary || use.equals("billing")) && !(period.has("start") && period.has("end"))) {
            throw Breach.invalidUpdate("a %s address needs a period with a start and an end".formatted(use));
        }
        if (temporary && !address.after().has("text")) {
            throw Breach.invalidUpdate("a temp address needs a text that says what it is");
        }
        boolean allowed = temporary
                ? KINDS_OF_TEMPORARY.contains(address.text("text")) || !address.changes("text")
                : !address.after().has("text");
        if (!allowed) {
            throw Breach.invalid(address.text("text"), address.at("text"));
        }
    }

    /** At most one key of each type. */
    static void requireKeys(JsonNode address, String path) {
        JsonNode keys = address.path("extension");
        if (keys.size() == 2 && keyType(keys.path(0)).equals(keyType(keys.path(1)))) {
            throw Breach.tooMany(keys, path + "/extension");
        }
    }

    /** Keys of the Postcode Address File have eight digits, which only updates may shorten. */
    static void requirePafDigits(JsonNode address, String path) {
        JsonNode keys = address.path("extension");
        for (int i = 0; i < keys.size(); i++) {
            String value =
                    PatientChange.find(keys.get(i), "value").path("valueString").asText("");
            if (keyType(keys.get(i)).asText("").equals("PAF") && value.length() != PAF_DIGITS) {
                throw Breach.invalid(value, "%s/extension/%d/extension".formatted(path, i));
            }
        }
    }

    /**
     * Lines 1 or 2, and 4. Where blank lines were left out, positions tell nothing: then two lines are enough. A key of the Postcode
     * Address File with its postcode, and a postcode that stands for no place, need no lines.
     */
    static boolean hasEnoughLines(JsonNode address) {
        String postcode = address.path("postalCode").asText("");
        if (postcode.matches("(?i)ZZ99 ?[0-9][A-Z]{2}") || (!postcode.isBlank() && hasPafKey(address))) {
            return true;
        }
        JsonNode lines = address.path("line");
        if (lines.size() >= ALL_LINES) {
            return (isFilled(lines.path(0)) || isFilled(lines.path(1))) && isFilled(lines.path(ALL_LINES - 1));
        }
        return lines.size() >= 2 && isFilled(lines.path(0)) && isFilled(lines.path(lines.size() - 1));
    }

    private static boolean isFilled(JsonNode line) {
        return !line.asText("").isBlank();
    }

    private static boolean hasPafKey(JsonNode address) {
        for (JsonNode key : address.path("extension")) {
            if (keyType(key).asText("").equals("PAF")) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode keyType(JsonNode key) {
        JsonNode coding = PatientChange.find(key, "type").path("valueCoding");
        return coding.has("code") ? coding.path("code") : MissingNode.getInstance();
    }
}
