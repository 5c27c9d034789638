package org.openspine.carerecords.scr;

import static org.openspine.carerecords.scr.UploadRules.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.carerecords.consent.Permission;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * What {@code $setPermission} was asked.
 *
 * @param nhsNumber as sent; not checked
 */
record PermissionRequest(String nhsNumber, Permission permission) {
    private static final String CODE_PART =
            "Parameter.Part named 'permissionCode' with valueCoding.system " + Permission.SYSTEM;

    /** Throws {@link ScrError#INVALID_REQUEST}. */
    static PermissionRequest of(JsonNode parameters) {
        if (!parameters.path("resourceType").asText().equals("Parameters")) {
            throw invalid("Incorrect resource type found, expected \"Parameters\" but found \"%s\""
                    .formatted(UploadRules.shown(parameters.path("resourceType"))));
        }
        List<JsonNode> wrappers = named(parameters.path("parameter"), "setPermissions");
        if (wrappers.isEmpty()) {
            throw invalid("Parameter named 'setPermissions' name not found");
        }
        if (wrappers.size() > 1) {
            throw invalid("Exactly 1 parameter named 'setPermissions' expected");
        }
        JsonNode parts = wrappers.get(0).path("part");
        return new PermissionRequest(nhsNumber(parts), permission(parts));
    }

    /** Whose permission a request that may be faulty is about. */
    static Optional<NhsNumber> patientIn(JsonNode parameters) {
        for (JsonNode wrapper : named(parameters.path("parameter"), "setPermissions")) {
            for (JsonNode part : named(wrapper.path("part"), "nhsNumber")) {
                return NhsNumber.parse(part.path("valueString").asText());
            }
        }
        return Optional.empty();
    }

    private static String nhsNumber(JsonNode parts) {
        List<JsonNode> numbers = named(parts, "nhsNumber");
        if (numbers.isEmpty()) {
            throw invalid("Missing value for Parameter.Part 'nhsNumber'");
        }
        String number = numbers.get(0).path("valueString").asText();
        if (numbers.size() > 1 || number.isBlank()) {
            throw invalid("Exactly 1 Parameter.Part named 'nhsNumber' with not empty value expected");
        }
        return number;
    }

    private static Permission permission(JsonNode parts) {
        List<String> codes = new ArrayList<>();
        for (JsonNode part : named(parts, "permissionCode")) {
            JsonNode coding = part.has("valueCoding")
                    ? part.path("valueCoding")
                    : nationalCoding(part.path("valueCodeableConcept"));
            if (coding.path("system").asText().equals(Permission.SYSTEM)) {
                codes.add(coding.path("code").asText());
            }
        }
        if (codes.isEmpty()) {
            throw invalid(CODE_PART + " not found");
        }
        if (codes.size() > 1) {
            throw invalid("Exactly 1 " + CODE_PART + " expected");
        }
        return Permission.of(codes.get(0))
                .orElseThrow(() -> invalid("Invalid value - %s in field 'valueCoding.code'"
                        .formatted(org.openspine.error.Problem.shown(codes.get(0)))));
    }

    private static JsonNode nationalCoding(JsonNode concept) {
        for (JsonNode coding : concept.path("coding")) {
            if (coding.path("system").asText().equals(Permission.SYSTEM)) {
                return coding;
            }
        }
        return concept.path("coding").path(0);
    }

    private static List<JsonNode> named(JsonNode parameters, String name) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            if (parameter.path("name").asText().equals(name)) {
                found.add(parameter);
            }
        }
        return found;
    }
}
