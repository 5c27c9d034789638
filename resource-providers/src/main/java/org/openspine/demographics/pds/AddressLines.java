package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * The lines of an address, each of which has its place: the fourth is the town. A record keeps the places by lines without a value;
 * answers leave these out, unless the application is entitled to all five.
 */
final class AddressLines {
    static final int PLACES = 5;

    private AddressLines() {}

    /** Leaves out lines without a value. */
    static void dropBlank(ObjectNode address) {
        JsonNode lines = address.path("line");
        address.remove("_line");
        if (!lines.isArray()) {
            return;
        }
        ArrayNode filled = JsonNodeFactory.instance.arrayNode();
        lines.forEach(line -> {
            if (isFilled(line)) {
                filled.add(line);
            }
        });
        address.set("line", filled);
        PatientView.dropIfEmpty(address, "line");
    }

    /** Blank lines, which FHIR does not know, become lines without a value; those behind the last line go. */
    static void keepPlaces(JsonNode patient) {
        patient.path("address").forEach(address -> keepPlaces((ObjectNode) address));
    }

    private static void keepPlaces(ObjectNode address) {
        JsonNode lines = address.path("line");
        int places = lines.size();
        while (places > 0 && !isFilled(lines.get(places - 1))) {
            places--;
        }
        place(address, places);
    }

    /** Five lines, those without a value among them. */
    static void showPlaces(ObjectNode address) {
        if (address.has("line")) {
            place(address, Math.max(PLACES, address.path("line").size()));
        }
    }

    /** Each place a line, without a value where it is blank, and nothing said of why: the form that patches are applied to. */
    static void countPlaces(ObjectNode address) {
        keepPlaces(address);
        address.remove("_line");
    }

    /** Lines that were sent without a value are blank ones: the form that rules look at. */
    static void spellOut(JsonNode patient) {
        for (JsonNode address : patient.path("address")) {
            if (address.path("line") instanceof ArrayNode lines) {
                ((ObjectNode) address).remove("_line");
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).isNull()) {
                        lines.set(i, TextNode.valueOf(""));
                    }
                }
            }
        }
    }

    private static void place(ObjectNode address, int places) {
        JsonNode lines = address.path("line");
        ArrayNode placed = JsonNodeFactory.instance.arrayNode();
        ArrayNode reasons = JsonNodeFactory.instance.arrayNode();
        boolean hasBlank = false;
        for (int i = 0; i < places; i++) {
            boolean filled = isFilled(lines.path(i));
            hasBlank |= !filled;
            if (filled) {
                placed.add(lines.get(i));
                reasons.addNull();
            } else {
                placed.addNull();
                reasons.add(absent());
            }
        }
        address.remove("_line");
        address.set("line", placed);
        if (hasBlank) {
            address.set("_line", reasons);
        }
        PatientView.dropIfEmpty(address, "line");
    }

    private static ObjectNode absent() {
        ObjectNode element = JsonNodeFactory.instance.objectNode();
        element.putArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                .put("valueCode", "unknown");
        return element;
    }

    private static boolean isFilled(JsonNode line) {
        return line.isTextual() && !line.textValue().isBlank();
    }
}
