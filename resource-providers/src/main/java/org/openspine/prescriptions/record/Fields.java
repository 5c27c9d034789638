package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of a complex extension by name. An absent text is empty, since FHIR has no empty strings. */
final class Fields {
    private final ArrayNode parts;

    private Fields(ArrayNode parts) {
        this.parts = parts;
    }

    /** The parts of an extension, or of an element that has some; changes go there. */
    static Fields in(ObjectNode extension) {
        return new Fields(
                extension.path("extension") instanceof ArrayNode known ? known : extension.putArray("extension"));
    }

    String text(String name) {
        return first(name, "valueString");
    }

    String reference(String name) {
        for (JsonNode part : parts) {
            if (name.equals(part.path("url").textValue())) {
                return part.path("valueReference").path("reference").asText("");
            }
        }
        return "";
    }

    private String first(String name, String value) {
        for (JsonNode part : parts) {
            if (name.equals(part.path("url").textValue())) {
                return part.path(value).asText("");
            }
        }
        return "";
    }

    Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    Optional<Instant> instant(String name) {
        return optional(name).map(Instant::parse);
    }

    int number(String name) {
        String number = first(name, "valueInteger");
        return number.isEmpty() ? 0 : Integer.parseInt(number);
    }

    List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        for (JsonNode part : parts) {
            if (name.equals(part.path("url").textValue())) {
                all.add(part.path("valueString").asText(""));
            }
        }
        return all;
    }

    List<Fields> all(String name) {
        List<Fields> all = new ArrayList<>();
        for (JsonNode part : parts) {
            if (part instanceof ObjectNode extension
                    && name.equals(part.path("url").textValue())) {
                all.add(in(extension));
            }
        }
        return all;
    }

    Fields put(String name, String text) {
        if (!text.isEmpty()) {
            part(name).put("valueString", text);
        }
        return this;
    }

    Fields put(String name, Optional<?> value) {
        value.ifPresent(present -> put(name, present.toString()));
        return this;
    }

    Fields put(String name, int number) {
        part(name).put("valueInteger", number);
        return this;
    }

    Fields putReference(String name, String reference) {
        part(name).putObject("valueReference").put("reference", reference);
        return this;
    }

    /** A new part that has parts itself. */
    Fields add(String name) {
        return in(part(name));
    }

    private ObjectNode part(String name) {
        return parts.addObject().put("url", name);
    }
}
