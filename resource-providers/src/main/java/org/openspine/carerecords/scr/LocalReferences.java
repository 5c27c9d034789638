package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** References between the entries of a document, which the national service shows as {@code Type/id}. */
final class LocalReferences {
    private LocalReferences() {}

    /** Whether every entry has an id and every reference already is {@code Type/id}. */
    static boolean arePlain(JsonNode document) {
        boolean[] plain = {true};
        for (JsonNode entry : document.path("entry")) {
            JsonNode resource = entry.path("resource");
            plain[0] &= resource.has("id");
            references(resource, holder -> {
                String reference = holder.path("reference").asText();
                plain[0] &= !reference.contains(":");
            });
        }
        return plain[0];
    }

    /** Gives every entry an id, and turns references by {@code fullUrl} into {@code Type/id}. */
    static void makePlain(ObjectNode document) {
        Map<String, String> targets = new HashMap<>();
        int number = 0;
        for (JsonNode entry : document.path("entry")) {
            number++;
            if (entry.path("resource") instanceof ObjectNode resource) {
                String url = entry.path("fullUrl").asText();
                if (!resource.has("id")) {
                    giveId(resource, url, number);
                }
                targets.put(
                        url,
                        resource.path("resourceType").asText() + "/"
                                + resource.path("id").asText());
            }
        }
        for (JsonNode entry : document.path("entry")) {
            references(entry.path("resource"), holder -> {
                String reference = holder.path("reference").asText();
                String target = targets.get(reference);
                if (target == null && targets.containsValue(CoreSummary.lastTwoSegments(reference))) {
                    target = CoreSummary.lastTwoSegments(reference);
                }
                if (target != null) {
                    holder.put("reference", target);
                }
            });
        }
    }

    /** Second, after the type: where ids stand. */
    private static void giveId(ObjectNode resource, String url, int number) {
        String id = url.startsWith("urn:uuid:")
                ? url.substring("urn:uuid:".length()).toUpperCase(Locale.ROOT)
                : "entry-" + number;
        ObjectNode rest = resource.deepCopy();
        resource.removeAll();
        resource.set("resourceType", rest.path("resourceType"));
        resource.put("id", id);
        rest.remove("resourceType");
        resource.setAll(rest);
    }

    private static void references(JsonNode node, Consumer<ObjectNode> out) {
        if (node instanceof ObjectNode object && object.path("reference").isTextual()) {
            out.accept(object);
        }
        node.forEach(child -> {
            if (child.isContainerNode()) {
                references(child, out);
            }
        });
    }
}
