package org.openspine.conformance.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Value sets that are made of each other in a circle have no members that could be told. */
final class ValueSetCircles {
    private static final List<String> PARTS = List.of("include", "exclude");

    private ValueSetCircles() {}

    /** Throws {@link PackageException} if there is a circle. */
    static void requireNone(List<ObjectNode> resources) {
        Map<String, Set<String>> parts = new HashMap<>();
        for (ObjectNode resource : resources) {
            if (resource.path("resourceType").asText().equals("ValueSet")) {
                parts.computeIfAbsent(resource.path("url").asText(), url -> new HashSet<>())
                        .addAll(partsOf(resource));
            }
        }
        removeFinished(parts);
        if (!parts.isEmpty()) {
            throw new PackageException("Value sets of the package include each other in a circle, such as "
                    + parts.keySet().iterator().next());
        }
    }

    private static List<String> partsOf(ObjectNode valueSet) {
        var parts = new ArrayList<String>();
        for (String kind : PARTS) {
            for (JsonNode set : valueSet.path("compose").path(kind)) {
                for (JsonNode canonical : set.path("valueSet")) {
                    String url = canonical.asText();
                    int bar = url.indexOf('|');
                    parts.add(bar < 0 ? url : url.substring(0, bar));
                }
            }
        }
        return parts;
    }

    /** Takes out, again and again, what needs nothing that is left; what is in a circle or needs one remains. */
    private static void removeFinished(Map<String, Set<String>> parts) {
        Map<String, List<String>> users = new HashMap<>();
        Deque<String> finished = new ArrayDeque<>();
        parts.forEach((url, needed) -> {
            needed.retainAll(parts.keySet());
            needed.forEach(part ->
                    users.computeIfAbsent(part, key -> new ArrayList<>()).add(url));
            if (needed.isEmpty()) {
                finished.add(url);
            }
        });
        while (!finished.isEmpty()) {
            String url = finished.remove();
            parts.remove(url);
            for (String user : users.getOrDefault(url, List.of())) {
                Set<String> needed = parts.get(user);
                if (needed != null && needed.remove(url) && needed.isEmpty()) {
                    finished.add(user);
                }
            }
        }
    }
}
