package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openspine.prescriptions.Finding;

/** What the service's profiles ask of a message beyond plain FHIR, as far as clients rely on it. */
public final class ProfileRules {
    private static final int MOST_REQUESTS = 4;
    private static final String REQUEST_PROFILE =
            "https://fhir.nhs.uk/StructureDefinition/NHSDigital-MedicationRequest-Message";
    private static final Set<String> ENDORSEMENTS = Set.of("CC", "FS", "ACBS", "SLS", "AF");

    private ProfileRules() {}

    public static List<Finding> check(ObjectNode resource) {
        if (!resource.path("resourceType").asText().equals("Bundle")) {
            return List.of();
        }
        List<JsonNode> entries = Elements.list(resource, "entry");
        if (entries.isEmpty()) {
            return List.of(MessageError.NO_ENTRY.finding());
        }
        if (!resource.path("type").asText().equals("message")) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        int requests = 0;
        for (int i = 0; i < entries.size(); i++) {
            JsonNode content = entries.get(i).path("resource");
            if (content.path("resourceType").asText().equals("MedicationRequest")) {
                requests++;
                request(content, "Bundle.entry[%d].resource".formatted(i), findings);
            }
        }
        if (requests > MOST_REQUESTS) {
            return List.of(MessageError.TOO_MANY_REQUESTS.finding());
        }
        return findings;
    }

    private static void request(JsonNode request, String place, List<Finding> findings) {
        require(!Elements.list(request, "dosageInstruction").isEmpty(), "dosageInstruction", place, findings);
        require(request.at("/dispenseRequest/quantity").isObject(), "dispenseRequest.quantity", place, findings);
        require(
                request.has("medicationReference") || request.has("medicationCodeableConcept"),
                "medication[x]",
                place,
                findings);
        for (JsonNode endorsement : Elements.extensions(request, EpsUrl.ENDORSEMENT)) {
            if (Elements.code(endorsement.path("valueCodeableConcept"), EpsUrl.ENDORSEMENT_CODES)
                    .filter(ENDORSEMENTS::contains)
                    .isEmpty()) {
                findings.add(MessageError.UNKNOWN_ENDORSEMENT.finding(place + ".extension"));
            }
        }
    }

    private static void require(boolean present, String element, String place, List<Finding> findings) {
        if (!present) {
            findings.add(MessageError.MINIMUM.finding("MedicationRequest." + element, REQUEST_PROFILE, place));
        }
    }
}
