package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages resources in the ways that suppliers do: something is missing, doubled, of another type, a wrong code, unknown. */
final class Mutations {
    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** A mutant and what was done to it. */
    record Mutant(ObjectNode resource, String change) {}

    private record Property(ObjectNode owner, String name, String path) {}

    Mutant mutate(ObjectNode original) {
        ObjectNode resource = original.deepCopy();
        var properties = new ArrayList<Property>();
        collect(resource, "", properties);
        Property place = properties.get(random.nextInt(properties.size()));
        JsonNode value = place.owner().path(place.name());
        String change =
                switch (random.nextInt(8)) {
                    case 0, 1 -> missing(place);
                    case 2 -> doubled(place, value);
                    case 3 -> retyped(place, value);
                    case 4 -> otherText(place, value);
                    case 5 -> unknown(place);
                    case 6 -> emptied(place, value);
                    default -> moved(place, value, properties);
                };
        return new Mutant(resource, change + " " + place.path());
    }

    private static void collect(JsonNode node, String path, List<Property> properties) {
        if (node instanceof ObjectNode object) {
            for (var property : object.properties()) {
                if (!property.getKey().equals("resourceType")) {
                    properties.add(new Property(object, property.getKey(), path + "." + property.getKey()));
                }
                collect(property.getValue(), path + "." + property.getKey(), properties);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                collect(array.get(i), path + "[" + i + "]", properties);
            }
        }
    }

    private static String missing(Property place) {
        place.owner().remove(place.name());
        return "missing";
    }

    private static String doubled(Property place, JsonNode value) {
        if (value instanceof ArrayNode array && !array.isEmpty()) {
            array.add(array.get(0).deepCopy());
            return "doubled";
        }
        place.owner()
                .set(
                        place.name(),
                        JsonNodeFactory.instance
                                .arrayNode()
                                .add(value.deepCopy())
                                .add(value.deepCopy()));
        return "doubled";
    }

    private static String retyped(Property place, JsonNode value) {
        place.owner().set(place.name(), value.isTextual() ? IntNode.valueOf(7) : TextNode.valueOf("text"));
        return "retyped";
    }

    private String otherText(Property place, JsonNode value) {
        if (!value.isTextual()) {
            return missing(place);
        }
        String[] texts = {"wrong", "2024-02-30", "http://example.org/other", "Patient/1", "unknown", "1"};
        place.owner().put(place.name(), texts[random.nextInt(texts.length)]);
        return "other text";
    }

    private static String unknown(Property place) {
        place.owner().put("madeUp", "x");
        return "unknown element beside";
    }

    private static String emptied(Property place, JsonNode value) {
        if (value.isTextual()) {
            place.owner().put(place.name(), "");
        } else if (value.isArray()) {
            place.owner().putArray(place.name());
        } else {
            place.owner().putObject(place.name());
        }
        return "emptied";
    }

    /** Something that is right elsewhere. */
    private String moved(Property place, JsonNode value, List<Property> properties) {
        Property other = properties.get(random.nextInt(properties.size()));
        JsonNode replacement = other.owner().path(other.name());
        if (replacement.isMissingNode() || replacement.getNodeType() != value.getNodeType()) {
            return missing(place);
        }
        place.owner().set(place.name(), replacement.deepCopy());
        return "replaced by " + other.path() + ":";
    }
}
