package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Refusals of what a client sent, in the published words. */
final class Breach {
    private static final String TOO_LONG = "<json too long to display>";
    private static final String UPDATE = "Invalid update with error - ";
    private static final int MOST_SHOWN = 64;

    private Breach() {}

    static SpineException invalidUpdate(String reason) {
        return new SpineException(PdsError.INVALID_UPDATE, UPDATE + reason);
    }

    static SpineException invalidPatch(String reason) {
        return invalidUpdate("Invalid patch - " + reason);
    }

    static SpineException forbiddenUpdate(String reason) {
        return new SpineException(PdsError.FORBIDDEN_UPDATE, "Forbidden update with error - " + reason);
    }

    static SpineException invalidCreate(String reason) {
        return new SpineException(
                PdsError.INVALID_CREATE, "Invalid patient create data provided - '%s'".formatted(reason));
    }

    /** The refusal of an update as one of a creation; others are the same in both. */
    static SpineException ofCreation(SpineException refused) {
        return refused.code() == PdsError.INVALID_UPDATE
                ? invalidCreate(refused.problems().get(0).diagnostics().substring(UPDATE.length()))
                : refused;
    }

    static SpineException missing(String path) {
        return new SpineException(PdsError.MISSING_VALUE, "Missing value - '%s'".formatted(path));
    }

    static SpineException invalid(JsonNode value, String path) {
        return invalid(shown(value), path);
    }

    static SpineException invalid(String shown, String path) {
        return new SpineException(
                PdsError.INVALID_VALUE, "Invalid value - '%s' in field '%s'".formatted(Problem.shown(shown), path));
    }

    static SpineException unsupported(String shown, String path) {
        return new SpineException(
                PdsError.UNSUPPORTED_VALUE,
                "Unsupported value - '%s' in field '%s'".formatted(Problem.shown(shown), path));
    }

    static SpineException tooMany(JsonNode value, String path) {
        return new SpineException(
                PdsError.TOO_MANY_VALUES_SUBMITTED,
                "Too many values submitted - %s in field '%s'".formatted(shown(value), path));
    }

    static SpineException tooFew(JsonNode value, String path) {
        return new SpineException(
                PdsError.TOO_FEW_VALUES_SUBMITTED,
                "Too few values submitted - %s in field '%s'".formatted(shown(value), path));
    }

    static SpineException additional(List<String> names) {
        String quoted = names.stream()
                .map(name -> "'" + Problem.shown(name) + "'")
                .limit(20)
                .collect(Collectors.joining(", "));
        return new SpineException(
                PdsError.ADDITIONAL_PROPERTIES,
                "Invalid request with error - Additional properties are not allowed (%s %s unexpected)"
                        .formatted(quoted, names.size() == 1 ? "was" : "were"));
    }

    /** Text as it is, anything else as JSON. */
    static String shown(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "None";
        }
        if (value.isTextual()) {
            return Problem.shown(value.textValue());
        }
        String json = value.toString();
        return json.length() > MOST_SHOWN ? TOO_LONG : json;
    }
}
