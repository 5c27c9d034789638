package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The resources of a Bundle, by what references call them.
 *
 * @see <a href="https://hl7.org/fhir/R4/bundle.html#references">Resolving references in Bundles</a>
 */
final class Travelling {
    static final Travelling NOTHING = new Travelling("", Map.of());

    private final String type;
    private final Map<String, JsonNode> resources;

    private Travelling(String type, Map<String, JsonNode> resources) {
        this.type = type;
        this.resources = resources;
    }

    static Travelling in(JsonNode resource) {
        if (!resource.path("resourceType").asText("").equals("Bundle")) {
            return NOTHING;
        }
        var resources = new HashMap<String, JsonNode>();
        for (JsonNode entry : resource.path("entry")) {
            JsonNode content = entry.path("resource");
            String url = entry.path("fullUrl").asText("");
            if (!url.isEmpty()) {
                resources.putIfAbsent(url, content);
            }
            String id = content.path("id").asText("");
            if (!id.isEmpty()) {
                resources.putIfAbsent(content.path("resourceType").asText("") + "/" + id, content);
            }
        }
        return new Travelling(resource.path("type").asText(""), resources);
    }

    /** The type of the Bundle; empty if there is none. */
    String type() {
        return type;
    }

    Optional<JsonNode> resource(String reference) {
        return Optional.ofNullable(resources.get(reference));
    }
}
