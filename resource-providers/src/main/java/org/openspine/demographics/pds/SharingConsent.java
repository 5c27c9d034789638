package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a patient lets the record be shared through the national care records: an extension that is shown on request only. */
final class SharingConsent {
    private static final String URL = "https://hl7.org/fhir/R4/consent.html";
    private static final String NATIONAL_CARE_RECORDS = "4";
    private static final Set<String> SHOWN = Set.of("1", "2"); // consent and dissent

    private SharingConsent() {}

    /** The stored statement; empty if there is none, or neither consent nor dissent. */
    static Optional<JsonNode> of(ObjectNode stored) {
        for (JsonNode extension : stored.path("extension")) {
            if (extension.path("url").asText().equals(URL)
                    && code(PatientChange.find(extension, "consentType")).equals(NATIONAL_CARE_RECORDS)
                    && SHOWN.contains(code(PatientChange.find(extension, "consentValue")))) {
                return Optional.of(extension.deepCopy());
            }
        }
        return Optional.empty();
    }

    private static String code(JsonNode part) {
        JsonNode coding = part.path("valueCodeableConcept").path("coding").path(0);
        return List.of(coding.path("code"), part.path("valueCoding").path("code"), part.path("valueCode")).stream()
                .map(JsonNode::asText)
                .filter(code -> !code.isEmpty())
                .findFirst()
                .orElse("");
    }
}
