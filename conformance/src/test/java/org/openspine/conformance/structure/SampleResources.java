package org.openspine.conformance.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Valid resources with every element filled in, two entries in each list. Variants differ in the types of choices, in codes and references. */
public final class SampleResources {
    private static final int MAX_DEPTH = 5;

    private final Structures structures;
    private int turn;

    public SampleResources(Structures structures) {
        this.structures = structures;
    }

    public ObjectNode resource(String type, int variant) {
        turn = variant;
        ObjectNode resource = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        fill(resource, structures.resource(type).orElseThrow(), 0);
        return resource;
    }

    /** What may stand in this element. */
    public JsonNode element(ElementShape element, int variant) {
        turn = variant;
        JsonNode value = value(element, MAX_DEPTH - 1);
        return element.list() ? JsonNodeFactory.instance.arrayNode().add(value) : value;
    }

    private void fill(ObjectNode object, TypeShape type, int depth) {
        Map<String, List<ElementShape>> choices = new HashMap<>();
        for (ElementShape element : type.elements()) {
            choices.computeIfAbsent(element.path(), path -> new ArrayList<>()).add(element);
        }
        for (ElementShape first : type.elements()) {
            List<ElementShape> choice = choices.getOrDefault(first.path(), List.of());
            choices.remove(first.path());
            if (choice.isEmpty()
                    || first.path().endsWith("xtension")
                    || first.path().equals("contained")) {
                continue;
            }
            boolean leaf = first.type().isPrimitive() || first.type().name().equals("Reference");
            if (first.min() == 0 && !leaf && depth >= MAX_DEPTH) {
                continue;
            }
            ElementShape element = choice.get(turn++ % choice.size());
            JsonNode value = value(element, depth);
            if (value.size() == 1 && value.has("id")) {
                continue; // cut off by the depth
            }
            if (element.list()) {
                ArrayNode list = object.putArray(element.name()).add(value);
                if (depth < 3) {
                    list.add(value(element, depth));
                }
            } else {
                object.set(element.name(), value);
            }
        }
        if (type.name().equals("Extension")) {
            object.put("url", "http://example.org/extension");
        }
    }

    private JsonNode value(ElementShape element, int depth) {
        TypeShape type = element.type();
        if (!element.codes().isEmpty()) {
            var codes = List.copyOf(new TreeSet<>(element.codes()));
            return TextNode.valueOf(codes.get(turn++ % codes.size()));
        }
        if (type.isPrimitive()) {
            return primitive(type.primitive(), turn++ % 50);
        }
        if (type.kind() == TypeShape.Kind.ANY_RESOURCE) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("resourceType", turn++ % 2 == 0 ? "Organization" : "Patient")
                    .put("id", "inner" + turn);
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (type.name().equals("Reference")) {
            var targets = List.copyOf(new TreeSet<>(element.targets()));
            return object.put(
                    "reference",
                    (targets.isEmpty() ? "Patient" : targets.get(turn++ % targets.size())) + "/" + turn % 7);
        }
        fill(object, type, depth + 1);
        return object;
    }

    private static JsonNode primitive(Primitive type, int n) {
        String digits = "%02d".formatted(n % 28 + 1);
        return switch (type) {
            case BOOLEAN -> BooleanNode.valueOf(n % 2 == 0);
            case INTEGER, POSITIVE_INT, UNSIGNED_INT -> IntNode.valueOf(n + 1);
            case DECIMAL -> DecimalNode.valueOf(new BigDecimal("1.10").add(BigDecimal.valueOf(n)));
            case DATE -> TextNode.valueOf("2024-02-" + digits);
            case DATE_TIME, INSTANT -> TextNode.valueOf("2024-02-" + digits + "T10:00:00.000+00:00");
            case TIME -> TextNode.valueOf("10:00:" + digits);
            case URI, URL, CANONICAL -> TextNode.valueOf("http://example.org/" + n);
            case OID -> TextNode.valueOf("urn:oid:1.2.3." + n);
            case UUID -> TextNode.valueOf("urn:uuid:c757873d-ec9a-4326-a141-556f43239d" + digits);
            case BASE64_BINARY -> TextNode.valueOf("AAAA");
            case XHTML -> TextNode.valueOf("<div xmlns=\"http://www.w3.org/1999/xhtml\">text</div>");
            case CODE, ID, STRING, MARKDOWN -> TextNode.valueOf("t" + n);
        };
    }
}
