package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Names of a patient: one usual name, always. */
final class NameRules {
    private NameRules() {}

    static void require(PatientChange change) {
        for (PatientChange.Item name : change.items("name")) {
            PatientSchema.NAME.require(name.after(), name.path());
            unsupportedCharacters(name.after(), name.path(), (text, path) -> {
                throw new SpineException(
                        PdsError.UNSUPPORTED_CHARACTERS_IN_FIELD,
                        "Unsupported characters - '%s' in field '%s'".formatted(Problem.shown(text), path));
            });
            requireSuffixes(name.after(), name.path());
            if (!name.isNew() && name.changes("use")) {
                throw Breach.invalidUpdate("the use of an existing name cannot be changed");
            }
            if (name.isNew()) {
                requireSingle(change, name.text("use"));
            }
            PeriodRules.requireOrder(name);
            PeriodRules.requirePast(name, change);
        }
        boolean hadUsual = change.before().path("name").findValuesAsText("use").contains("usual");
        if (hadUsual && change.count("name", "use", "usual") == 0) {
            throw Breach.forbiddenUpdate("not permitted to remove usual name");
        }
    }

    private static void requireSingle(PatientChange change, String use) {
        if (change.count("name", "use", use) > 1 && use.equals("usual")) {
            throw Breach.forbiddenUpdate("multiple usual names cannot be added");
        }
        if (change.count("name", "use", use) > 1 && use.equals("nickname")) {
            throw Breach.invalidUpdate("multiple nicknames cannot be added");
        }
    }

    static void requireSuffixes(JsonNode name, String path) {
        int index = 0;
        for (JsonNode suffix : name.path("suffix")) {
            char first = suffix.asText().charAt(0);
            if (first < 'A' || first > 'Z') {
                throw Breach.invalid(suffix, path + "/suffix/" + index);
            }
            index++;
        }
    }

    /** What is done about a text that holds a character no name may have. */
    @FunctionalInterface
    interface Refusal {
        void refuse(String text, String path);
    }

    static void unsupportedCharacters(JsonNode name, String path, Refusal refusal) {
        for (String member : new String[] {"family", "given", "prefix", "suffix"}) {
            JsonNode value = name.path(member);
            if (value.isTextual() && !isSupported(value.textValue())) {
                refusal.refuse(value.textValue(), path + "/" + member);
            }
            for (int i = 0; i < value.size(); i++) {
                if (!isSupported(value.path(i).asText())) {
                    refusal.refuse(value.path(i).asText(), "%s/%s/%d".formatted(path, member, i));
                }
            }
        }
    }

    /** Letters of Latin-1 and Latin Extended-A, digits, space, apostrophe, hyphen and full stop. */
    private static boolean isSupported(String text) {
        return text.chars()
                .allMatch(c -> c == ' '
                        || c == '\''
                        || c == '-'
                        || c == '.'
                        || (c >= '0' && c <= '9')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || (c >= 192 && c <= 383 && c != 215 && c != 247));
    }
}
