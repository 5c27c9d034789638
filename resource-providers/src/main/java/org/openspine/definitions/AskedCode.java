package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.OperationParameters;

/**
 * The code a terminology operation is asked about: {@code code} with {@code system}, {@code coding} or {@code codeableConcept}.
 *
 * @param display empty if none was given
 */
record AskedCode(String system, String version, String code, String display) {
    /** All codes that were given, one unless it is a CodeableConcept. Throws {@link FhirError#INVALID_PARAMETER} if there is none. */
    static List<AskedCode> in(OperationParameters parameters) {
        var codes = new ArrayList<AskedCode>();
        parameters
                .last("code")
                .ifPresent(code -> codes.add(new AskedCode(
                        parameters.last("system").orElse(""),
                        parameters
                                .last("version")
                                .or(() -> parameters.last("systemVersion"))
                                .orElse(""),
                        code,
                        parameters.last("display").orElse(""))));
        parameters.object("coding").ifPresent(coding -> codes.add(of(coding)));
        parameters
                .object("codeableConcept")
                .map(concept -> concept.path("coding"))
                .ifPresent(codings -> codings.forEach(coding -> codes.add(of(coding))));
        if (codes.isEmpty()) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "A code is needed: 'code' (with 'system'), 'coding' or 'codeableConcept'");
        }
        return codes;
    }

    static AskedCode of(ObjectNode coding) {
        return of((JsonNode) coding);
    }

    private static AskedCode of(JsonNode coding) {
        return new AskedCode(
                coding.path("system").asText(""),
                coding.path("version").asText(""),
                coding.path("code").asText(""),
                coding.path("display").asText(""));
    }

    String canonical() {
        return version.isEmpty() ? system : system + "|" + version;
    }
}
