package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The elements a national Patient has, in the order in which they are answered, and those of its list items. */
final class PatientShape {
    /** Elements of list items; those without a row here are taken whole. */
    private static final Map<String, List<String>> ITEMS = Map.of(
            "name", List.of("id", "use", "period", "given", "family", "prefix", "suffix"),
            "address", List.of("id", "period", "use", "text", "line", "_line", "postalCode", "extension"),
            "telecom", List.of("id", "period", "system", "value", "use", "extension"),
            "contact", List.of("id", "period", "relationship", "telecom"),
            "generalPractitioner", List.of("id", "type", "identifier"));

    private static final List<String> CONTACT_POINT = List.of("system", "value");

    /** What a record may hold beside {@code id}, {@code identifier}, {@code meta} and {@code extension}. */
    static final List<String> ELEMENTS = List.of(
            "name",
            "gender",
            "birthDate",
            "multipleBirthInteger",
            "deceasedDateTime",
            "address",
            "telecom",
            "contact",
            "generalPractitioner",
            "managingOrganization");

    private PatientShape() {}

    /** Whether a patient has a list of these, the extensions among them. */
    static boolean isList(String element) {
        return element.equals("extension") || ITEMS.containsKey(element);
    }

    /** The national elements of a stored patient, copied, with everything else left out. */
    static Map<String, JsonNode> of(ObjectNode stored) {
        Map<String, JsonNode> elements = new LinkedHashMap<>();
        for (String name : ELEMENTS) {
            JsonNode value = stored.path(name);
            if (value.isArray()) {
                if (!value.isEmpty()) {
                    elements.put(name, items(name, value));
                }
            } else if (!value.isMissingNode()) {
                elements.put(name, value.deepCopy());
            }
        }
        return elements;
    }

    private static ArrayNode items(String list, JsonNode values) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode(values.size());
        for (JsonNode value : values) {
            ObjectNode item = only(ITEMS.getOrDefault(list, List.of()), value);
            if (list.equals("contact")) {
                ArrayNode telecom = JsonNodeFactory.instance.arrayNode();
                value.path("telecom").forEach(point -> telecom.add(only(CONTACT_POINT, point)));
                replace(item, "telecom", telecom);
            }
            items.add(item);
        }
        return items;
    }

    private static void replace(ObjectNode item, String name, ArrayNode value) {
        if (value.isEmpty()) {
            item.remove(name);
        } else {
            item.set(name, value);
        }
    }

    private static ObjectNode only(List<String> names, JsonNode value) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            if (value.has(name)) {
                kept.set(name, value.get(name).deepCopy());
            }
        }
        return kept;
    }
}
