package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a Reference points to, as far as it tells itself or the target is at hand. */
final class References {
    private References() {}

    /** The resource type of the target; empty if it cannot be told. */
    static Optional<String> targetType(ObjectNode reference, Run run) {
        String text = reference.path("reference").asText("");
        Optional<JsonNode> target = target(text, run);
        if (target.isPresent()) {
            return Optional.of(target.get().path("resourceType").asText(""));
        }
        if (reference.path("type").isTextual()) {
            return Optional.of(reference.path("type").textValue());
        }
        int history = text.indexOf("/_history/");
        String path = history < 0 ? text : text.substring(0, history);
        int id = path.lastIndexOf('/');
        if (id < 1) {
            return Optional.empty();
        }
        String type = path.substring(path.lastIndexOf('/', id - 1) + 1, id);
        return run.book.structures().resource(type).map(shape -> shape.name());
    }

    /** The target itself if it is contained or travels along. */
    static Optional<JsonNode> target(String reference, Run run) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        if (!reference.startsWith("#")) {
            return run.resource(reference);
        }
        for (JsonNode contained : run.container().node().path("contained")) {
            if (reference.length() > 1
                    && reference.substring(1).equals(contained.path("id").textValue())) {
                return Optional.of(contained);
            }
        }
        return Optional.empty();
    }
}
