package org.openspine.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;

/** The part of {@code meta} that people give: profiles, security labels and tags. Codings are the same if system and code are. */
final class Metadata {
    private static final List<String> LISTS = List.of("profile", "security", "tag");

    private Metadata() {}

    /** Adds to {@code meta} what it has not yet; returns whether anything was missing. */
    static boolean add(ObjectNode meta, JsonNode more) {
        boolean changed = false;
        for (String name : LISTS) {
            for (JsonNode value : more.path(name)) {
                if (indexOf(meta.path(name), value) < 0) {
                    list(meta, name).add(value.deepCopy());
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** Takes from {@code meta} what {@code less} names; returns whether anything was there. */
    static boolean remove(ObjectNode meta, JsonNode less) {
        boolean changed = false;
        for (String name : LISTS) {
            for (JsonNode value : less.path(name)) {
                int index = indexOf(meta.path(name), value);
                if (index >= 0) {
                    list(meta, name).remove(index);
                    changed = true;
                }
            }
            if (meta.path(name).isArray() && meta.path(name).isEmpty()) {
                meta.remove(name);
            }
        }
        return changed;
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The answer of {@code $meta} and its kin. */
    static JsonBody parameters(JsonNode meta) {
        ObjectNode parameters = empty().put("resourceType", "Parameters");
        ObjectNode answer = parameters.putArray("parameter").addObject().put("name", "return");
        answer.set("valueMeta", meta);
        return JsonBody.of(ResourceJson.write(parameters));
    }

    private static ArrayNode list(ObjectNode meta, String name) {
        return meta.path(name) instanceof ArrayNode given ? given : meta.putArray(name);
    }

    private static int indexOf(JsonNode list, JsonNode value) {
        List<Object> identities = new ArrayList<>();
        list.forEach(item -> identities.add(identity(item)));
        return identities.indexOf(identity(value));
    }

    private static Object identity(JsonNode value) {
        return value.isTextual()
                ? value.textValue()
                : List.of(value.path("system").asText(""), value.path("code").asText(""));
    }
}
