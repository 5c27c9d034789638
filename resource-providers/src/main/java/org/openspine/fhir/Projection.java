package org.openspine.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * {@code _summary} and {@code _elements}: parts of resources, marked SUBSETTED. What must be present stays.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">FHIR R4 summary</a>
 */
final class Projection {
    private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta");
    private static final Set<String> ANSWERS = Set.of("searchset", "history");
    private static final String SUBSETTED = """
            {"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}""";

    private final Structures structures;

    Projection(Structures structures) {
        this.structures = structures;
    }

    /** The answer as the query wants it; unchanged, and unparsed, if it wants all. */
    FhirResponse apply(QueryParameters query, FhirResponse response) {
        String summary = query.last("_summary").orElse("");
        String elements = query.last("_elements").orElse("");
        boolean whole = (summary.isEmpty() || summary.equals("false") || summary.equals("count")) && elements.isEmpty();
        if (whole || response.body().isEmpty()) {
            return response;
        }
        requireKnown(summary);
        ObjectNode tree = ResourceJson.parse(response.body().get().toBytes(), JsonLimits.ANSWER);
        Set<String> wanted = new HashSet<>(Arrays.asList(elements.split(",")));
        if (isAnswer(tree)) {
            for (JsonNode entry : tree.path("entry")) {
                boolean isOutcome = entry.path("search").path("mode").asText().equals("outcome");
                if (entry.path("resource") instanceof ObjectNode resource && !isOutcome) {
                    project(resource, summary, wanted);
                }
            }
        } else {
            project(tree, summary, wanted);
        }
        return response.withBody(JsonBody.of(ResourceJson.write(tree)));
    }

    /** A Bundle of found resources is no resource of which parts were asked for. */
    private static boolean isAnswer(ObjectNode tree) {
        return tree.path("resourceType").asText().equals("Bundle")
                && ANSWERS.contains(tree.path("type").asText());
    }

    /** What {@code _elements} leaves of one resource. */
    byte[] elements(byte[] resource, String elements) {
        ObjectNode tree = ResourceJson.parse(resource, JsonLimits.ANSWER);
        project(tree, "", new HashSet<>(Arrays.asList(elements.split(","))));
        return ResourceJson.write(tree);
    }

    private static void requireKnown(String summary) {
        if (!Set.of("", "true", "text", "data", "count", "false").contains(summary)) {
            throw new SpineException(FhirError.INVALID_PARAMETER, "'_summary' is true, text, data, count or false");
        }
    }

    private void project(ObjectNode resource, String summary, Set<String> wanted) {
        String name = resource.path("resourceType").asText();
        TypeShape type = structures.resource(name).orElse(null);
        if (type == null) {
            return;
        }
        switch (summary) {
            case "true" -> keepSummary(resource, type);
            case "text" -> keepTop(resource, type, Set.of("text"));
            case "data" -> resource.remove("text");
            default -> keepTop(resource, type, topLevel(name, wanted));
        }
        mark(resource);
    }

    /** {@code Patient.name} and {@code name} both name an element of a Patient; deeper paths keep the whole element. */
    private static Set<String> topLevel(String type, Set<String> wanted) {
        Set<String> names = new HashSet<>();
        for (String path : wanted) {
            String[] steps = path.strip().split("\\.");
            if (!Character.isUpperCase(
                    path.strip().isEmpty() ? 'x' : path.strip().charAt(0))) {
                names.add(steps[0]);
            } else if (steps.length > 1 && (steps[0].equals(type))) {
                names.add(steps[1]);
            }
        }
        return names;
    }

    private static void keepTop(ObjectNode resource, TypeShape type, Set<String> names) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = resource.fields(); fields.hasNext(); ) {
            String name = fields.next().getKey();
            ElementShape element = shape(type, name);
            boolean keep = ALWAYS.contains(name)
                    || element == null
                    || names.contains(element.path())
                    || names.contains(element.name())
                    || element.min() > 0;
            if (!keep) {
                fields.remove();
            }
        }
    }

    private static void keepSummary(ObjectNode node, TypeShape type) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            ElementShape element = shape(type, field.getKey());
            boolean keep = ALWAYS.contains(field.getKey())
                    || element == null
                    || element.summary()
                    || element.modifier()
                    || element.min() > 0;
            if (!keep) {
                fields.remove();
            } else if (element != null && element.type().kind() == TypeShape.Kind.BACKBONE) {
                keepSummaryBelow(field.getValue(), element.type());
            }
        }
    }

    private static void keepSummaryBelow(JsonNode value, TypeShape type) {
        if (value instanceof ObjectNode node) {
            keepSummary(node, type);
        } else if (value instanceof ArrayNode list) {
            list.forEach(item -> keepSummaryBelow(item, type));
        }
    }

    private static @org.jspecify.annotations.Nullable ElementShape shape(TypeShape type, String jsonName) {
        String name = jsonName.startsWith("_") ? jsonName.substring(1) : jsonName;
        return type.element(name).orElse(null);
    }

    private static void mark(ObjectNode resource) {
        ObjectNode meta = resource.path("meta") instanceof ObjectNode given ? given : resource.putObject("meta");
        ArrayNode tags = meta.path("tag") instanceof ArrayNode given ? given : meta.putArray("tag");
        tags.add(ResourceJson.parseAny(
                SUBSETTED.getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonLimits.RESOURCE));
    }
}
