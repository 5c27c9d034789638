package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.terminology.identifier.NhsNumber;

/** The checks of an upload in the order in which the national service makes them. The first that fails is told. Pure. */
final class UploadRules {
    private static final String RFC_4122 = SummaryKeys.RFC_4122;

    private final JsonNode document;
    private final Map<String, List<JsonNode>> byType = new HashMap<>();

    private UploadRules(JsonNode document) {
        this.document = document;
        for (JsonNode entry : document.path("entry")) {
            JsonNode resource = entry.path("resource");
            byType.computeIfAbsent(resource.path("resourceType").asText(), type -> new ArrayList<>())
                    .add(resource);
        }
    }

    /** Throws {@link ScrError#INVALID_REQUEST}. */
    static void check(JsonNode document) {
        UploadRules rules = new UploadRules(document);
        rules.bundle();
        JsonNode composition = rules.one("Composition");
        composition(composition);
        JsonNode patient = rules.one("Patient");
        patient(patient);
        rules.subject(composition, patient);
        new UploadedEntries(document, byTypeOf(rules)).check();
    }

    private static Map<String, List<JsonNode>> byTypeOf(UploadRules rules) {
        return rules.byType;
    }

    private void bundle() {
        if (!document.path("resourceType").asText().equals("Bundle")) {
            throw invalid("Incorrect resource type found, expected \"Bundle\" but found \"%s\""
                    .formatted(shown(document.path("resourceType"))));
        }
        if (!document.path("type").asText().equals("document")) {
            throw invalid(
                    "Bundle.type not supported: %s; an upload is a document".formatted(shown(document.path("type"))));
        }
        require(document, "timestamp", "Bundle.timestamp element is missing");
        JsonNode identifier = document.path("identifier");
        require(identifier, "value", "Bundle.identifier.value element is missing");
        if (!identifier.path("system").asText().equals(RFC_4122)) {
            throw invalid("Bundle.identifier.system not supported: %s".formatted(shown(identifier.path("system"))));
        }
    }

    private JsonNode one(String type) {
        List<JsonNode> found = byType.getOrDefault(type, List.of());
        if (found.isEmpty()) {
            throw invalid("%s missing from payload".formatted(type));
        }
        if (found.size() > 1) {
            throw invalid("There is more than 1 resource of type %s".formatted(type));
        }
        return found.get(0);
    }

    private static void composition(JsonNode composition) {
        if (composition.path("category").isEmpty()) {
            throw invalid("Composition.category element is missing");
        }
        coding(
                "Composition.category",
                composition.path("category").path(0).path("coding").path(0),
                "163171000000105",
                "Care Professional Documentation");
        if (composition.path("type").isEmpty()) {
            throw invalid("Composition.type element is missing");
        }
        coding(
                "Composition.type",
                composition.path("type").path("coding").path(0),
                SummaryKeys.GP_SUMMARY,
                "General Practice Summary");
        if (!composition.path("status").asText().equals("final")) {
            throw invalid("Invalid composition.status: %s".formatted(shown(composition.path("status"))));
        }
        if (!composition.path("relatesTo").isEmpty()) {
            relatesTo(composition.path("relatesTo").path(0));
        }
        identifier(composition.path("identifier"));
        require(composition, "date", "Composition Date Element missing from payload");
        if (composition.path("section").isEmpty()) {
            throw invalid("Missing mandatory Composition.section");
        }
    }

    private static void coding(String element, JsonNode coding, String code, String display) {
        part(element + ".coding.system", coding.path("system"), SummaryKeys.SNOMED);
        part(element + ".coding.code", coding.path("code"), code);
        part(element + ".coding.display", coding.path("display"), display);
    }

    private static void part(String element, JsonNode given, String supported) {
        if (!given.asText().equals(supported)) {
            throw invalid("%s not supported: %s".formatted(element, shown(given)));
        }
    }

    private static void relatesTo(JsonNode relatesTo) {
        if (!relatesTo.path("code").asText().equals("replaces")) {
            throw invalid(
                    "Unsupported Composition.relatesTo.code element: %s".formatted(shown(relatesTo.path("code"))));
        }
        require(
                relatesTo.path("targetIdentifier"),
                "value",
                "Composition.relatesTo.targetIdentifier.value element is missing");
    }

    private static void identifier(JsonNode identifier) {
        if (!identifier.path("system").asText().equals(RFC_4122)) {
            throw invalid("Missing Composition.identifier for system: %s".formatted(RFC_4122));
        }
        require(identifier, "value", "Missing Composition.identifier.value element");
        String value = identifier.path("value").asText();
        if (!ResourceKey.isLogicalId(value)) {
            throw invalid("Invalid Composition.identifier.value: %s".formatted(Problem.shown(value)));
        }
    }

    private static void patient(JsonNode patient) {
        List<String> numbers = new ArrayList<>();
        for (JsonNode identifier : patient.path("identifier")) {
            if (identifier.path("system").asText().equals(NhsNumber.SYSTEM)
                    && !identifier.path("value").asText().isBlank()) {
                numbers.add(identifier.path("value").asText());
            }
        }
        if (numbers.isEmpty()) {
            throw invalid("patient.identifier[] for system %s must not be empty".formatted(NhsNumber.SYSTEM));
        }
        if (numbers.size() > 1) {
            throw invalid("There is more than 1 patient.identifier[] for system %s".formatted(NhsNumber.SYSTEM));
        }
        if (NhsNumber.parse(numbers.get(0)).isEmpty()) {
            throw invalid("Invalid value - %s in field 'patient.identifier'".formatted(Problem.shown(numbers.get(0))));
        }
    }

    private void subject(JsonNode composition, JsonNode patient) {
        String reference = composition.path("subject").path("reference").asText();
        String fullUrl = "";
        for (JsonNode entry : document.path("entry")) {
            if (entry.path("resource") == patient) {
                fullUrl = entry.path("fullUrl").asText();
            }
        }
        String relative = "Patient/" + patient.path("id").asText();
        boolean resolves = !reference.isEmpty()
                && (reference.equals(fullUrl)
                        || (patient.has("id") && (reference.equals(relative) || reference.endsWith("/" + relative))));
        if (!resolves) {
            throw invalid("Composition.subject reference is missing or invalid");
        }
    }

    static void require(JsonNode parent, String element, String text) {
        if (parent.path(element).asText().isBlank()) {
            throw invalid(text);
        }
    }

    /** A value of the client as it may be repeated. */
    static String shown(JsonNode value) {
        return value.isMissingNode() ? "null" : Problem.shown(value.asText());
    }

    static SpineException invalid(String text) {
        return new SpineException(ScrError.INVALID_REQUEST, text);
    }
}
