package org.openspine.conformance.xml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Primitive;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Reads resources in XML. Elements that no shape knows are kept under their names, so that validation can name them. Thread-safe. */
public final class ResourceXml {
    private static final int MOST_DIGITS = 40;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final int MAX_DEPTH = 100;
    private static final Set<String> COMPLEX_ATTRIBUTES = Set.of("id", "url");
    private static final Set<String> PRIMITIVE_ATTRIBUTES = Set.of("id", "value");
    private static final XMLInputFactory FACTORY = factory();

    private final Structures structures;

    public ResourceXml(Structures structures) {
        this.structures = structures;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** The resource in these bytes. Throws {@link MalformedContentException} for anything that is not well-formed XML of a resource. */
    public ObjectNode read(byte[] xml) {
        return read(new ByteArrayInputStream(xml));
    }

    /** Like {@link #read(byte[])}; leaves the stream open. */
    public ObjectNode read(InputStream xml) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(xml);
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw new MalformedContentException("A document type is not allowed");
                }
            }
            ObjectNode resource = readResource(reader, 0);
            while (reader.hasNext()) {
                reader.next();
            }
            return resource;
        } catch (XMLStreamException e) {
            throw malformed("Not well-formed XML", e.getLocation());
        }
    }

    private static MalformedContentException malformed(String rule, @Nullable Location place) {
        return new MalformedContentException("%s, at line %d, column %d"
                .formatted(
                        rule, place == null ? 0 : place.getLineNumber(), place == null ? 0 : place.getColumnNumber()));
    }

    /** The resource whose start element the reader stands on; afterwards it stands on the end element. */
    public ObjectNode readResource(XMLStreamReader reader, int depth) throws XMLStreamException {
        String type = reader.getLocalName();
        ObjectNode resource = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        elements(reader, resource, structures.resource(type), depth);
        return resource;
    }

    private void elements(XMLStreamReader reader, ObjectNode owner, Optional<TypeShape> type, int depth)
            throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw new MalformedContentException("Elements are nested deeper than " + MAX_DEPTH + " levels");
        }
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                if (name.equals("resourceType") || name.startsWith("_")) { // these mean something else in JSON
                    throw malformed(
                            "No element may have the name of a JSON property that is none", reader.getLocation());
                }
                element(reader, owner, name, type.flatMap(shape -> shape.element(name)), depth + 1);
            }
        }
    }

    private void element(XMLStreamReader reader, ObjectNode owner, String name, Optional<ElementShape> shape, int depth)
            throws XMLStreamException {
        boolean list = shape.map(ElementShape::list).orElse(false);
        Optional<TypeShape> type = shape.map(ElementShape::type);
        if (type.map(TypeShape::isPrimitive).orElse(false)) {
            primitive(reader, owner, name, type.orElseThrow().primitive(), list, depth);
            return;
        }
        String text = type.isEmpty() ? reader.getAttributeValue(null, "value") : null;
        if (text != null) { // no shape knows it, but it is a value
            elements(reader, JsonNodeFactory.instance.objectNode(), Optional.empty(), depth);
            add(owner, name, TextNode.valueOf(text), false);
            return;
        }
        JsonNode value;
        if (type.map(TypeShape::kind).orElse(TypeShape.Kind.BACKBONE) == TypeShape.Kind.ANY_RESOURCE) {
            value = wrapped(reader, depth);
        } else {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            attributes(reader, object);
            elements(reader, object, type, depth);
            value = object;
        }
        add(owner, name, value, list);
    }

    private ObjectNode wrapped(XMLStreamReader reader, int depth) throws XMLStreamException {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.START_ELEMENT) {
                resource = readResource(reader, depth + 1);
            }
        }
        return resource;
    }

    /** {@code id} and {@code url} are attributes of elements in XML. */
    private static void attributes(XMLStreamReader reader, ObjectNode object) {
        requireAttributes(
                reader,
                COMPLEX_ATTRIBUTES,
                "An element that is no primitive value may have the attributes id and url only");
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            object.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
    }

    private static void requireAttributes(XMLStreamReader reader, Set<String> allowed, String rule) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (!allowed.contains(reader.getAttributeLocalName(i))) {
                throw malformed(rule, reader.getLocation());
            }
        }
    }

    private void primitive(
            XMLStreamReader reader, ObjectNode owner, String name, Primitive type, boolean list, int depth)
            throws XMLStreamException {
        if (type == Primitive.XHTML) {
            owner.put(name, Xhtml.read(reader));
            return;
        }
        requireAttributes(reader, PRIMITIVE_ATTRIBUTES, "A primitive value may have the attributes id and value only");
        String text = reader.getAttributeValue(null, "value");
        ObjectNode sibling = JsonNodeFactory.instance.objectNode();
        String id = reader.getAttributeValue(null, "id");
        if (id != null) {
            sibling.put("id", id);
        }
        elements(reader, sibling, structures.type("Element"), depth);
        JsonNode value = text == null ? JsonNodeFactory.instance.nullNode() : value(type, text);
        if (list) {
            ArrayNode values = owner.withArray("/" + name);
            values.add(value);
            if (!sibling.isEmpty()) {
                ArrayNode siblings = owner.withArray("/_" + name);
                while (siblings.size() < values.size() - 1) {
                    siblings.addNull();
                }
                siblings.add(sibling);
            } else if (owner.has("_" + name)) {
                owner.withArray("/_" + name).addNull();
            }
            return;
        }
        if (text != null
                || sibling.isEmpty()) { // with neither, null stands for what is missing, which validation refuses
            add(owner, name, value, false);
        }
        if (!sibling.isEmpty()) {
            owner.set("_" + name, sibling);
        }
    }

    /** An element that must not repeat and does becomes an array, which validation refuses. */
    private static void add(ObjectNode owner, String name, JsonNode value, boolean list) {
        JsonNode present = owner.get(name);
        if (present == null) {
            owner.set(name, list ? JsonNodeFactory.instance.arrayNode().add(value) : value);
        } else if (present instanceof ArrayNode array) {
            array.add(value);
        } else {
            owner.set(name, JsonNodeFactory.instance.arrayNode().add(present).add(value));
        }
    }

    /** Numbers and booleans as JSON writes them; what is none stays text, which validation refuses. */
    private static JsonNode value(Primitive type, String text) {
        try {
            return switch (type) {
                case BOOLEAN ->
                    text.equals("true") || text.equals("false")
                            ? BooleanNode.valueOf(text.equals("true"))
                            : TextNode.valueOf(text);
                case INTEGER, POSITIVE_INT, UNSIGNED_INT -> IntNode.valueOf(Integer.parseInt(text));
                case DECIMAL -> decimal(text);
                default -> TextNode.valueOf(text);
            };
        } catch (NumberFormatException e) {
            return TextNode.valueOf(text);
        }
    }

    /** To the last digit what JSON makes of the same text, within the limits of its numbers. */
    private static JsonNode decimal(String text) {
        if (text.length() > MOST_DIGITS || !NUMBER.matcher(text).matches()) {
            return TextNode.valueOf(text);
        }
        try {
            return ResourceJson.parseAny(text.getBytes(StandardCharsets.US_ASCII), JsonLimits.RESOURCE);
        } catch (MalformedContentException e) {
            return TextNode.valueOf(text);
        }
    }
}
