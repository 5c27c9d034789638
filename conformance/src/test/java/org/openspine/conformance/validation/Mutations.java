package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.SampleResources;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/**
 * Damages resources in the ways that suppliers do: something is missing, doubled, of another type or format, null or empty, a wrong code,
 * a wrong reference, unknown, or an element or extension that does not belong there.
 */
final class Mutations {
    private static final List<String> TEXTS = List.of(
            "wrong",
            "unknown",
            "1",
            "text ",
            " text",
            "two  spaces",
            "2024",
            "2024-02",
            "2024-02-30",
            "2024-2-3",
            "2024-01-01T10:00",
            "2024-01-01T10:00:00",
            "2024-01-01T10:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T10:00:00.123456+01:00",
            "10:00:00",
            "http://example.org/other",
            "https://fhir.nhs.uk/Id/nhs-number",
            "http://example.org/with space",
            "urn:oid:1.2.3",
            "urn:oid:1.02",
            "urn:uuid:C757873D-EC9A-4326-A141-556F43239520",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "urn:uuid:short",
            "relative/path",
            "under_score",
            "AAAA",
            "AAA",
            "1.0",
            "true",
            "<div>text</div>",
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>x</script></div>");
    private static final List<String> REFERENCES = List.of(
            "Patient/1",
            "Location/1",
            "Organization/1/_history/2",
            "Practitioner/",
            "Unknown/1",
            "patient/1",
            "#none",
            "#",
            "1",
            "http://example.org/fhir/Medication/1",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "Patient?identifier=1",
            "Patient/under_score");
    private static final List<String> NUMBERS =
            List.of("0", "-1", "1.5", "2147483647", "2147483648", "1e2", "true", "1.50", "100000000000000000000");
    private static final List<String> EXTENSIONS = List.of(
            "{'url':'http://example.org/unknown','valueString':'x'}",
            "{'url':'http://example.org/unknown'}",
            "{'url':'http://example.org/unknown','valueString':'x','valueCode':'x'}",
            "{'url':'http://example.org/unknown','valueString':'x','extension':[{'url':'a','valueCode':'x'}]}",
            "{'url':'relative','valueString':'x'}",
            "{'valueString':'x'}",
            "{'url':'http://example.org/unknown','extension':[{'url':'a','valueCode':'x'}]}",
            "{'url':'http://example.org/unknown','valueUnknown':'x'}",
            "{'url':'http://example.org/unknown','value':'x'}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/patient-birthPlace','valueAddress':{'city':'x'}}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/patient-birthPlace','valueString':'x'}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'no-such'}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/patient-nationality','extension':[{'url':'code','valueCodeableConcept':{'text':'x'}}]}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/patient-nationality','extension':[{'url':'other','valueCodeableConcept':{'text':'x'}}]}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/patient-nationality','valueString':'x'}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/iso21090-EN-use','valueCode':'I'}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/rendering-style','valueString':'x'}",
            "{'url':'http://hl7.org/fhir/StructureDefinition/originalText','valueString':'x'}");

    private final Structures structures;
    private final Random random;

    Mutations(Structures structures, long seed) {
        this.structures = structures;
        this.random = new Random(seed);
    }

    /** A mutant and what was done to it. */
    record Mutant(ObjectNode resource, String change) {}

    private record Property(ObjectNode owner, TypeShape type, String name, String path) {
        JsonNode value() {
            return owner.path(name);
        }
    }

    Mutant mutate(ObjectNode original) {
        ObjectNode resource = original.deepCopy();
        var properties = new ArrayList<Property>();
        collect(
                resource,
                structures.resource(resource.path("resourceType").asText()).orElseThrow(),
                "",
                properties);
        Property place = properties.get(random.nextInt(properties.size()));
        JsonNode value = place.value();
        String change =
                switch (random.nextInt(14)) {
                    case 0, 1 -> missing(place);
                    case 2 -> doubled(place, value);
                    case 3 -> retyped(place, value);
                    case 4, 5 -> otherFormat(place, value);
                    case 6 -> unknown(place);
                    case 7 -> emptied(place, value);
                    case 8 -> nothing(place, value);
                    case 9 -> reference(place, properties);
                    case 10 -> extension(place);
                    case 11 -> sibling(place);
                    case 12 -> added(place);
                    default -> moved(place, value, properties);
                };
        return new Mutant(resource, change + " " + place.path());
    }

    private void collect(ObjectNode object, TypeShape type, String path, List<Property> properties) {
        for (var property : object.properties()) {
            String name = property.getKey();
            if (name.equals("resourceType")) {
                continue;
            }
            properties.add(new Property(object, type, name, path + "." + name));
            TypeShape below = type.element(name).map(ElementShape::type).orElse(Structures.unknown());
            if (property.getValue() instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    below(array.get(i), below, path + "." + name + "[" + i + "]", properties);
                }
            } else {
                below(property.getValue(), below, path + "." + name, properties);
            }
        }
    }

    private void below(JsonNode value, TypeShape type, String path, List<Property> properties) {
        if (value instanceof ObjectNode object) {
            collect(
                    object,
                    structures.resource(object.path("resourceType").asText()).orElse(type),
                    path,
                    properties);
        }
    }

    private String missing(Property place) {
        if (place.value() instanceof ArrayNode array && array.size() > 1) {
            int index = random.nextInt(array.size());
            array.remove(index);
            return "missing [" + index + "] of";
        }
        place.owner().remove(place.name());
        return "missing";
    }

    private String doubled(Property place, JsonNode value) {
        if (value instanceof ArrayNode array && !array.isEmpty()) {
            array.add(array.get(random.nextInt(array.size())).deepCopy());
            return "doubled";
        }
        place.owner()
                .set(
                        place.name(),
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(value.deepCopy())
                                .add(value.deepCopy()));
        return "doubled";
    }

    private String retyped(Property place, JsonNode value) {
        if (value instanceof ArrayNode array && !array.isEmpty()) {
            place.owner().set(place.name(), array.get(0).deepCopy());
            return "without its array";
        }
        JsonNode other = value.isTextual()
                ? random.nextBoolean()
                        ? IntNode.valueOf(7)
                        : JsonNodeFactory.instance.objectNode().put("text", "x")
                : TextNode.valueOf(value.isValueNode() ? value.asText() : "text");
        place.owner().set(place.name(), other);
        return "retyped to " + other;
    }

    private String otherFormat(Property place, JsonNode value) {
        JsonNode first = value.isArray() ? value.path(0) : value;
        if (first.isContainerNode() || first.isMissingNode()) {
            return added(place);
        }
        JsonNode other = first.isTextual() ? TextNode.valueOf(one(TEXTS)) : json(one(NUMBERS));
        set(place, other);
        return "set to " + other;
    }

    private static void set(Property place, JsonNode value) {
        if (place.value() instanceof ArrayNode array && !array.isEmpty()) {
            array.set(0, value);
        } else {
            place.owner().set(place.name(), value);
        }
    }

    private static String unknown(Property place) {
        place.owner().put("madeUp", "x");
        return "unknown element beside";
    }

    private String emptied(Property place, JsonNode value) {
        JsonNode empty =
                switch (random.nextInt(3)) {
                    case 0 -> TextNode.valueOf("");
                    case 1 -> JsonNodeFactory.instance.arrayNode();
                    default -> JsonNodeFactory.instance.objectNode();
                };
        if (value.isArray() && random.nextBoolean()) {
            set(place, empty);
            return "first set to " + empty;
        }
        place.owner().set(place.name(), empty);
        return "set to " + empty;
    }

    private String nothing(Property place, JsonNode value) {
        if (value instanceof ArrayNode array && random.nextBoolean()) {
            array.add(NullNode.instance);
            return "null added to";
        }
        place.owner().set(place.name(), NullNode.instance);
        return "set to null";
    }

    private String reference(Property place, List<Property> properties) {
        List<Property> references = properties.stream()
                .filter(property -> property.name().equals("reference"))
                .toList();
        if (references.isEmpty()) {
            return added(place);
        }
        Property reference = one(references);
        String target = one(REFERENCES);
        reference.owner().put("reference", target);
        return reference.path() + " set to " + target + " beside";
    }

    private String extension(Property place) {
        String extension = one(EXTENSIONS);
        String name = random.nextInt(6) == 0 ? "modifierExtension" : "extension";
        if (!place.owner().path(name).isArray()) {
            place.owner().putArray(name);
        }
        place.owner().withArray(name).add(json(extension));
        return name + " " + extension + " beside";
    }

    private String sibling(Property place) {
        if (place.name().startsWith("_")) {
            return missing(place);
        }
        String sibling =
                switch (random.nextInt(7)) {
                    case 0 -> "{}";
                    case 1 -> "{'id':'a'}";
                    case 2 -> "'x'";
                    case 3 -> "{'extension':[{'url':'http://example.org/unknown','valueString':'x'}]}";
                    case 4 -> "[null]";
                    case 5 ->
                        "{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]}";
                    default -> "{'madeUp':'x'}";
                };
        String shown = place.value().isArray() && random.nextBoolean() ? "[" + sibling + "]" : sibling;
        place.owner().set("_" + place.name(), json(shown));
        boolean alone = random.nextInt(3) == 0;
        if (alone) {
            place.owner().remove(place.name());
        }
        return "_" + place.name() + " " + shown + (alone ? " instead of" : " beside");
    }

    /** An element that the type has and the resource did not. */
    private String added(Property place) {
        List<ElementShape> absent = place.type().elements().stream()
                .filter(element -> !place.owner().has(element.name())
                        && !element.path().endsWith("xtension")
                        && !element.path().equals("contained")
                        && element.type().kind() != TypeShape.Kind.ANY_RESOURCE)
                .toList();
        if (absent.isEmpty()) {
            return missing(place);
        }
        ElementShape element = one(absent);
        place.owner().set(element.name(), new SampleResources(structures).element(element, random.nextInt(50)));
        return "added " + element.name() + " beside";
    }

    /** Something that is right elsewhere. */
    private String moved(Property place, JsonNode value, List<Property> properties) {
        Property other = one(properties);
        JsonNode replacement = other.value();
        if (replacement.isMissingNode() || replacement.getNodeType() != value.getNodeType()) {
            return missing(place);
        }
        place.owner().set(place.name(), replacement.deepCopy());
        return "replaced by " + other.path() + ":";
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static JsonNode json(String text) {
        String whole = "{'x':" + text + "}";
        return ResourceJson.parseAny(
                        whole.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonLimits.RESOURCE)
                .path("x");
    }
}
