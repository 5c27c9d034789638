package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Spellings that senders use and the national service takes for what they mean: coding systems of HL7 with {@code https},
 * numbers of quantities in quotes, and arrays that are empty or hold nulls.
 */
public final class Tolerance {
    private static final List<String> HTTPS =
            List.of("https://terminology.hl7.org/", "https://hl7.org/fhir/CodeSystem");

    private static final Set<String> QUANTITIES = Set.of("quantity", "expectedSupplyDuration");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    private Tolerance() {}

    /** Changes {@code resource} to the usual spelling. */
    public static void apply(ObjectNode resource) {
        List<String> empty = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : resource.properties()) {
            JsonNode value = property.getValue();
            if (value instanceof ObjectNode object) {
                apply(object);
                if (QUANTITIES.contains(property.getKey())) {
                    unquote(object);
                }
            } else if (value instanceof ArrayNode array) {
                if (!resource.has("_" + property.getKey())) {
                    withoutNulls(array);
                }
                array.forEach(item -> {
                    if (item instanceof ObjectNode object) {
                        apply(object);
                    }
                });
                // an order whose item has an empty list of dosages is told so by a rule of its own
                if (array.isEmpty() && !property.getKey().equals("dosageInstruction")) {
                    empty.add(property.getKey());
                }
            } else if (property.getKey().equals("system") && value.isTextual()) {
                String system = value.textValue();
                if (HTTPS.stream().anyMatch(system::startsWith)) {
                    property.setValue(TextNode.valueOf("http" + system.substring("https".length())));
                }
            }
        }
        empty.forEach(resource::remove);
    }

    private static void unquote(ObjectNode quantity) {
        Elements.text(quantity, "value")
                .filter(text -> NUMBER.matcher(text).matches())
                .ifPresent(text -> quantity.put("value", new BigDecimal(text)));
    }

    private static void withoutNulls(ArrayNode array) {
        for (int i = array.size() - 1; i >= 0; i--) {
            if (array.get(i).isNull()) {
                array.remove(i);
            }
        }
    }
}
