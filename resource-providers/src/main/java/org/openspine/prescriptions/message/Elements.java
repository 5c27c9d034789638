package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** FHIR's ways of saying things, read from the tree: identifiers, extensions, codings. Absent and odd content is empty. */
public final class Elements {
    private Elements() {}

    /** The items of an array; nothing if there is no such array. */
    public static List<JsonNode> list(JsonNode element, String name) {
        JsonNode array = element.path(name);
        if (!array.isArray()) {
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>(array.size());
        array.forEach(items::add);
        return items;
    }

    /** A string that is not empty. */
    public static Optional<String> text(JsonNode element, String name) {
        return text(element.path(name));
    }

    public static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue()).filter(text -> !text.isEmpty());
    }

    /** The strings among the items of an array. */
    public static Stream<String> texts(JsonNode element, String name) {
        return list(element, name).stream().flatMap(item -> text(item).stream());
    }

    public static Optional<JsonNode> extension(JsonNode element, String url) {
        return extensions(element, url).stream().findFirst();
    }

    public static List<JsonNode> extensions(JsonNode element, String url) {
        return list(element, "extension").stream()
                .filter(extension -> url.equals(extension.path("url").textValue()))
                .toList();
    }

    /** Those of a list of identifiers, codings and the like that are of a system. */
    public static List<JsonNode> ofSystem(List<JsonNode> values, String system) {
        return values.stream()
                .filter(value -> system.equals(value.path("system").textValue()))
                .toList();
    }

    /** The first identifier of that system in {@code resource.identifier}. */
    public static Optional<String> identifier(JsonNode resource, String system) {
        return ofSystem(list(resource, "identifier"), system).stream()
                .flatMap(identifier -> text(identifier, "value").stream())
                .findFirst();
    }

    /** The code of that system in a CodeableConcept. */
    public static Optional<String> code(JsonNode concept, String system) {
        return ofSystem(list(concept, "coding"), system).stream()
                .flatMap(coding -> text(coding, "code").stream())
                .findFirst();
    }

    public static boolean isReference(JsonNode reference) {
        return text(reference, "reference").isPresent();
    }
}
