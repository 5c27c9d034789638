package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A summary without additional information: core sections, and the entries that what is left refers to. */
final class CoreSummary {
    private CoreSummary() {}

    /** Takes the other sections and entries out of {@code document}. */
    static void reduce(ObjectNode document) {
        Map<String, Integer> places = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>();
        ArrayNode entries = (ArrayNode) document.path("entry");
        for (int i = 0; i < entries.size(); i++) {
            JsonNode entry = entries.get(i);
            JsonNode resource = entry.path("resource");
            String type = resource.path("resourceType").asText();
            int place = i;
            if (entry.has("fullUrl")) {
                places.put(entry.path("fullUrl").asText(), place);
            }
            if (resource.has("id")) {
                places.put(type + "/" + resource.path("id").asText(), place);
            }
            if (type.equals("Composition")) {
                reduceSections((ObjectNode) resource);
                open.add(place);
            } else if (type.equals("Patient")) {
                open.add(place);
            }
        }
        Set<Integer> kept = new HashSet<>();
        while (!open.isEmpty()) {
            int place = open.poll();
            if (kept.add(place)) {
                references(entries.get(place).path("resource"), reference -> {
                    Integer target = places.get(reference);
                    if (target == null) {
                        target = places.get(lastTwoSegments(reference));
                    }
                    if (target != null) {
                        open.add(target);
                    }
                });
            }
        }
        ArrayNode left = document.arrayNode();
        for (int i = 0; i < entries.size(); i++) {
            if (kept.contains(i)) {
                left.add(entries.get(i));
            }
        }
        document.set("entry", left);
    }

    private static void reduceSections(ObjectNode composition) {
        ArrayNode core = composition.arrayNode();
        for (JsonNode section : composition.path("section")) {
            if (SectionCode.isCore(section)) {
                ObjectNode kept = section.deepCopy();
                if (kept.has("section")) {
                    reduceSections(kept);
                }
                core.add(kept);
            }
        }
        composition.set("section", core);
        if (core.isEmpty()) {
            composition.remove("section");
        }
    }

    private static void references(JsonNode node, Consumer<String> out) {
        if (node.isObject() && node.path("reference").isTextual()) {
            out.accept(node.path("reference").textValue());
        }
        node.forEach(child -> {
            if (child.isContainerNode()) {
                references(child, out);
            }
        });
    }

    static String lastTwoSegments(String url) {
        int last = url.lastIndexOf('/');
        int before = last < 1 ? -1 : url.lastIndexOf('/', last - 1);
        return url.substring(before + 1);
    }
}
