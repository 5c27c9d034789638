package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.prescriptions.Finding;

/** Finds elements that should be the same in all resources of a kind and are not. To be absent counts as a value. */
final class Differences {
    private Differences() {}

    /** An element by the path that errors name it with. */
    record Element(String path, Function<JsonNode, JsonNode> value) {
        static Element at(String path) {
            String pointer = "/" + path.replace('.', '/');
            return new Element(path, resource -> resource.at(pointer));
        }

        static Element extension(String below, String url) {
            String path = below.isEmpty() ? "" : below + ".";
            return new Element(path + "extension(\"%s\")".formatted(url), resource -> Elements.extension(
                            below.isEmpty() ? resource : resource.path(below), url)
                    .orElse(MissingNode.getInstance()));
        }
    }

    static Optional<Finding> of(Element element, List<JsonNode> resources, MessageError row) {
        List<JsonNode> values =
                resources.stream().map(element.value()).distinct().toList();
        if (values.size() < 2) {
            return Optional.empty();
        }
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> shown.add(value.isMissingNode() ? NullNode.getInstance() : value));
        String received = new String(ResourceJson.write(shown), StandardCharsets.UTF_8);
        return Optional.of(row.finding(element.path(), received));
    }
}
