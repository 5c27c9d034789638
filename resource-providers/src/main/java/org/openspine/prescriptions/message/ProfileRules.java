package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openspine.prescriptions.Finding;

/**
 * What the service's profiles ask of a message beyond plain FHIR: the elements that its tables of contents call required
 * (contract 3.2, 3.7 and 4.2), as far as no later rule tells their absence in words of its own.
 */
public final class ProfileRules {
    private static final int MOST_REQUESTS = 4;
    private static final String PROFILES = "https://fhir.nhs.uk/StructureDefinition/NHSDigital-";
    private static final Set<String> ENDORSEMENTS = Set.of("CC", "FS", "ACBS", "SLS", "AF");

    private static final Map<String, List<Required>> REQUIRED = Map.of(
            "MedicationRequest",
            List.of(
                    new Required("", "dosageInstruction"),
                    new Required("dosageInstruction", "text"),
                    new Required("", "dispenseRequest.quantity"),
                    new Required("dispenseRequest.quantity", "value"),
                    new Required("dispenseRequest.quantity", "unit"),
                    new Required("dispenseRequest.quantity", "code")),
            "Patient",
            List.of(new Required("", "name"), new Required("", "address")),
            "Practitioner",
            List.of(new Required("", "name")),
            "MedicationDispense",
            List.of(
                    new Required("", "subject.identifier.value"),
                    new Required("", "quantity"),
                    new Required("", "whenHandedOver"),
                    new Required("", "dosageInstruction")));

    private ProfileRules() {}

    /** An element that each of the elements at {@code parent} must have; empty is the resource itself. */
    private record Required(String parent, String child) {
        String path() {
            return parent.isEmpty() ? child : parent + "." + child;
        }

        boolean isMissingIn(JsonNode resource) {
            return elements(resource, parent).stream()
                    .anyMatch(element -> elements(element, child).isEmpty());
        }
    }

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
            String type = content.path("resourceType").asText();
            String place = "Bundle.entry[%d].resource".formatted(i);
            REQUIRED.getOrDefault(type, List.of()).stream()
                    .filter(element -> element.isMissingIn(content))
                    .forEach(element -> findings.add(missing(type, element.path(), place)));
            if (type.equals("MedicationRequest")) {
                requests++;
                request(content, place, findings);
            }
        }
        if (requests > MOST_REQUESTS) {
            return List.of(MessageError.TOO_MANY_REQUESTS.finding());
        }
        return findings;
    }

    private static void request(JsonNode request, String place, List<Finding> findings) {
        if (!request.has("medicationReference") && !request.has("medicationCodeableConcept")) {
            findings.add(missing("MedicationRequest", "medication[x]", place));
        }
        for (JsonNode endorsement : Elements.extensions(request, EpsUrl.ENDORSEMENT)) {
            if (Elements.code(endorsement.path("valueCodeableConcept"), EpsUrl.ENDORSEMENT_CODES)
                    .filter(ENDORSEMENTS::contains)
                    .isEmpty()) {
                findings.add(MessageError.UNKNOWN_ENDORSEMENT.finding(place + ".extension"));
            }
        }
    }

    private static Finding missing(String type, String path, String place) {
        String profile = PROFILES + (type.equals("MedicationRequest") ? "MedicationRequest-Message" : type);
        return MessageError.MINIMUM.finding(type + "." + path, profile, place);
    }

    /** What stands at a path, the items of arrays each for itself. */
    private static List<JsonNode> elements(JsonNode element, String path) {
        List<JsonNode> found = List.of(element);
        for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
            found = found.stream()
                    .map(parent -> parent.path(step))
                    .flatMap(ProfileRules::each)
                    .toList();
        }
        return found;
    }

    private static Stream<JsonNode> each(JsonNode value) {
        if (value instanceof ArrayNode) {
            return StreamSupport.stream(value.spliterator(), false);
        }
        return value.isMissingNode() || value.isNull() ? Stream.empty() : Stream.of(value);
    }
}
