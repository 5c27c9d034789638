package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.error.SpineException;

/** The body of {@code Patient/$match} at the national path: a Parameters, or the Patient alone. */
record MatchBody(Optional<ObjectNode> resource, Optional<String> onlyCertain, Optional<String> count) {
    /**
     * Throws {@link PdsError#VALIDATION_ERROR} for another resource, {@link PdsError#INVALID_VALUE} for parameters that are no
     * list, and {@link PdsError#ADDITIONAL_PROPERTIES} for those that the operation does not have.
     */
    static MatchBody of(JsonNode sent) {
        String type = sent.path("resourceType").asText("");
        if (type.equals("Patient")) {
            return new MatchBody(Optional.of((ObjectNode) sent), Optional.empty(), Optional.empty());
        }
        if (!type.equals("Parameters")) {
            throw new SpineException(PdsError.VALIDATION_ERROR, "The body of an operation is a Parameters");
        }
        JsonNode parameters = sent.path("parameter");
        if (!parameters.isMissingNode() && !parameters.isArray()) {
            throw Breach.invalid(parameters, "parameter");
        }
        requireKnown(parameters);
        return new MatchBody(
                find(parameters, "resource")
                        .map(parameter -> parameter.path("resource"))
                        .filter(JsonNode::isObject)
                        .map(ObjectNode.class::cast),
                find(parameters, "onlyCertainMatches").map(MatchBody::value),
                find(parameters, "count").map(MatchBody::value));
    }

    private static void requireKnown(JsonNode parameters) {
        Set<String> unknown = new LinkedHashSet<>();
        parameters.forEach(parameter -> unknown.add(parameter.path("name").asText("")));
        MatchRequest.PARAMETERS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw Breach.additional(List.copyOf(unknown));
        }
    }

    private static Optional<JsonNode> find(JsonNode parameters, String name) {
        for (JsonNode parameter : parameters) {
            if (parameter.path("name").asText().equals(name)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }

    /** Whatever type is said: positiveInt and unsignedInt are as clear as integer. */
    private static String value(JsonNode parameter) {
        for (Map.Entry<String, JsonNode> member : parameter.properties()) {
            if (member.getKey().startsWith("value")) {
                return member.getValue().asText();
            }
        }
        return "";
    }
}
