package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.openspine.conformance.fhirpath.Item;

/** A value that an element must have: all of it if it is fixed, or as much as a pattern shows. */
record FixedValue(JsonNode expected, boolean pattern) {
    boolean accepts(Item item) {
        // what is fixed has no extensions unless they are fixed as well
        return accepts(item.node()) && (pattern || !item.sibling().isObject());
    }

    private boolean accepts(JsonNode value) {
        return pattern ? matches(expected, value) : isEqual(expected, value);
    }

    String rule() {
        String shown = expected.isValueNode() ? " '%s'".formatted(expected.asText()) : " the profile gives";
        return pattern ? "The value must match the pattern" + shown : "The value must be exactly" + shown;
    }

    private static boolean matches(JsonNode pattern, JsonNode value) {
        if (pattern.isObject()) {
            for (Map.Entry<String, JsonNode> property : pattern.properties()) {
                if (!matches(property.getValue(), value.path(property.getKey()))) {
                    return false;
                }
            }
            return value.isObject();
        }
        if (pattern.isArray()) {
            for (JsonNode wanted : pattern) {
                if (!anyMatches(wanted, value)) {
                    return false;
                }
            }
            return value.isArray();
        }
        return isEqual(pattern, value);
    }

    private static boolean anyMatches(JsonNode wanted, JsonNode values) {
        for (JsonNode value : values) {
            if (matches(wanted, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEqual(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }
}
