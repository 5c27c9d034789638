package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.openspine.conformance.profile.ElementNode;

/**
 * The least and greatest value of an element and its longest text, as invariants. A value that cannot be compared, such as a quantity in
 * another unit, is within them.
 *
 * @see <a href="https://hl7.org/fhir/R4/elementdefinition.html">minValue, maxValue, maxLength</a>
 */
final class Limits {
    private final ArrayNode invariants = JsonNodeFactory.instance.arrayNode();

    private Limits() {}

    /** As the definition of an element would state them; those of its origin, which are checked anyway, are left out. */
    static ArrayNode of(ElementNode node) {
        var limits = new Limits();
        limits.value(node, "minValue", "<", "The least value is ");
        limits.value(node, "maxValue", ">", "The greatest value is ");
        JsonNode longest = node.get("maxLength");
        if (longest.isInt() && !ProfileCompiler.ofOrigin(node, "maxLength").equals(longest)) {
            limits.add(
                    "maxLength",
                    "$this.length() > " + longest,
                    "The longest text has %s characters".formatted(longest));
        }
        return limits.invariants;
    }

    private void value(ElementNode node, String name, String beyond, String human) {
        JsonNode limit = node.valueOf(name);
        boolean same =
                node.origin().map(origin -> origin.valueOf(name).equals(limit)).orElse(false);
        if (limit.isMissingNode() || same) {
            return;
        }
        if (limit.isObject()) {
            String unit = limit.path("code").isTextual()
                    ? " and code = '%s'".formatted(limit.path("code").textValue())
                    : "";
            String value = limit.path("value").asText("0");
            add(name, "value %s %s%s".formatted(beyond, value, unit), human + value);
            return;
        }
        add(name, "$this %s %s".formatted(beyond, literal(limit)), human + limit.asText());
    }

    private static String literal(JsonNode limit) {
        if (limit.isNumber()) {
            return limit.asText();
        }
        String text = limit.asText();
        return (text.indexOf(':') == 2 ? "@T" : "@") + text;
    }

    private void add(String key, String broken, String human) {
        invariants
                .addObject()
                .put("key", key)
                .put("severity", "error")
                .put("human", human)
                .put("expression", "iif(%s, false, true)".formatted(broken));
    }
}
