package org.openspine.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.api.ContentRules;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/** A Patient's logical id is its NHS number when it has one, and every NHS number has the right check digit. */
public final class PatientIdentity implements ContentRules.Rule {
    static final String PATIENT = "Patient";

    /** The national sandbox finds a patient of this number, although its check digit is wrong. */
    private static final String PUBLISHED_EXAMPLE = "9000000015";

    @Override
    public List<Problem> check(ObjectNode resource) {
        if (!resource.path("resourceType").asText().equals(PATIENT)) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        int index = 0;
        for (JsonNode identifier : resource.path("identifier")) {
            JsonNode value = identifier.path("value");
            if (isNhsNumber(identifier) && value.isTextual() && !isKnown(value.textValue())) {
                problems.add(Problem.at(
                        "Patient.identifier[%d].value".formatted(index),
                        "Not an NHS number: ten digits, the last of which checks the others (modulus 11)"));
            }
            index++;
        }
        return problems;
    }

    /** The logical id that the content demands: the first current NHS number. */
    static Optional<String> demandedId(String type, ObjectNode resource) {
        if (!type.equals(PATIENT)) {
            return Optional.empty();
        }
        for (JsonNode identifier : resource.path("identifier")) {
            if (isNhsNumber(identifier)
                    && identifier.path("value").isTextual()
                    && !identifier.path("use").asText("").equals("old")) {
                return Optional.of(identifier.path("value").textValue());
            }
        }
        return Optional.empty();
    }

    /** Throws {@link FhirError#BUSINESS_RULE} if {@code id} cannot be the id of this content. */
    static void requireAgreement(String type, String id, ObjectNode resource) {
        if (!type.equals(PATIENT)) {
            return;
        }
        if (NhsNumber.hasShape(id) && !isKnown(id)) {
            throw SpineException.at(
                    FhirError.BUSINESS_RULE,
                    "Patient.id",
                    "A Patient id of ten digits is an NHS number, and the check digit of this one is wrong");
        }
        demandedId(type, resource).filter(demanded -> !demanded.equals(id)).ifPresent(demanded -> {
            throw SpineException.at(
                    FhirError.BUSINESS_RULE,
                    "Patient.identifier",
                    "A Patient with an NHS number has it as logical id: PUT to Patient/[the NHS number], or POST");
        });
    }

    private static boolean isKnown(String number) {
        return NhsNumber.parse(number).isPresent() || number.equals(PUBLISHED_EXAMPLE);
    }

    private static boolean isNhsNumber(JsonNode identifier) {
        return identifier.path("system").asText("").equals(NhsNumber.SYSTEM);
    }
}
