package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;

/** Bundles of what a search found. */
public final class Searchsets {
    private Searchsets() {}

    public static FhirResponse of(
            IncomingRequest request, List<? extends JsonNode> matches, List<? extends JsonNode> included) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle");
        bundle.put("id", UUID.randomUUID().toString());
        bundle.put("type", "searchset");
        bundle.put("total", matches.size());
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        bundle.putArray("link")
                .addObject()
                .put("relation", "self")
                .put("url", request.base() + request.place() + query);
        if (!matches.isEmpty() || !included.isEmpty()) {
            ArrayNode entries = bundle.putArray("entry");
            matches.forEach(resource -> entry(entries, request, resource, "match"));
            included.forEach(resource -> entry(entries, request, resource, "include"));
        }
        return json(200, bundle);
    }

    private static void entry(ArrayNode entries, IncomingRequest request, JsonNode resource, String mode) {
        ObjectNode entry = entries.addObject();
        entry.put(
                "fullUrl",
                request.base() + "/" + resource.path("resourceType").asText() + "/"
                        + resource.path("id").asText());
        entry.set("resource", resource);
        entry.putObject("search").put("mode", mode);
    }

    public static FhirResponse json(int status, JsonNode resource) {
        return FhirResponse.of(status, JsonBody.of(ResourceJson.write(resource)));
    }
}
