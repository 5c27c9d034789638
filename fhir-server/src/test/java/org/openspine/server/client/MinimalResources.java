package org.openspine.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.TreeSet;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Primitive;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** The smallest valid resource of a type: what must be present, nothing else. */
final class MinimalResources {
    private final Structures structures;

    MinimalResources(Structures structures) {
        this.structures = structures;
    }

    ObjectNode of(String type) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        fill(resource, structures.resource(type).orElseThrow());
        if (type.equals("Consent")) {
            resource.putObject("policyRule").put("text", "x"); // ppc-1: a policy, or a rule
        }
        if (type.equals("Subscription")) {
            resource.put("status", "off"); // one that is wanted needs a hook at a host that the settings allow
        }
        return resource;
    }

    private static void fill(ObjectNode object, TypeShape type) {
        for (var choice : type.required()) {
            ElementShape element = choice.get(0);
            if (element.list()) {
                object.putArray(element.name()).add(value(element));
            } else {
                object.set(element.name(), value(element));
            }
        }
    }

    private static JsonNode value(ElementShape element) {
        TypeShape type = element.type();
        if (!element.codes().isEmpty()) {
            return TextNode.valueOf(new TreeSet<>(element.codes()).first());
        }
        if (type.isPrimitive()) {
            return primitive(type.primitive());
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (type.kind() == TypeShape.Kind.ANY_RESOURCE) {
            return object.put("resourceType", "Organization").put("name", "x");
        }
        if (type.name().equals("Reference")) {
            String target = element.targets().isEmpty() ? "Patient" : new TreeSet<>(element.targets()).first();
            return object.put("reference", (target.equals("Resource") ? "Patient" : target) + "/x");
        }
        fill(object, type);
        return object.isEmpty() ? anything(object, type) : object;
    }

    /** Something for a type that requires nothing, since FHIR has no empty objects. */
    private static ObjectNode anything(ObjectNode object, TypeShape type) {
        for (ElementShape element : type.elements()) {
            boolean usable = element.type().isPrimitive()
                    && element.codes().isEmpty()
                    && !element.name().equals("id");
            if (usable) {
                return element.list()
                        ? object.set(
                                element.name(),
                                JsonNodeFactory.instance.arrayNode().add(value(element)))
                        : object.set(element.name(), value(element));
            }
        }
        throw new IllegalStateException("nothing simple in " + type);
    }

    private static JsonNode primitive(Primitive type) {
        return switch (type) {
            case BOOLEAN -> BooleanNode.TRUE;
            case INTEGER, POSITIVE_INT, UNSIGNED_INT, DECIMAL -> IntNode.valueOf(1);
            case DATE -> TextNode.valueOf("2024-02-29");
            case DATE_TIME, INSTANT -> TextNode.valueOf("2024-02-29T10:00:00Z");
            case TIME -> TextNode.valueOf("10:00:00");
            case URI, URL, CANONICAL -> TextNode.valueOf("http://example.org/x");
            case OID -> TextNode.valueOf("urn:oid:1.2.3");
            case UUID -> TextNode.valueOf("urn:uuid:c757873d-ec9a-4326-a141-556f43239d00");
            case BASE64_BINARY -> TextNode.valueOf("AAAA");
            case XHTML -> TextNode.valueOf("<div xmlns=\"http://www.w3.org/1999/xhtml\">text</div>");
            case CODE, ID, STRING, MARKDOWN -> TextNode.valueOf("x");
        };
    }
}
