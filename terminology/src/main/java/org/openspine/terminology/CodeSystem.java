package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A CodeSystem resource, ready to answer. Immutable. */
public final class CodeSystem {
    private static final int MAX_DEPTH = 100;

    private final JsonNode resource;
    private final boolean caseSensitive;
    private final boolean complete;
    private final Map<String, Concept> concepts = new LinkedHashMap<>();

    private CodeSystem(JsonNode resource) {
        this.resource = resource;
        this.caseSensitive = resource.path("caseSensitive").asBoolean(true);
        this.complete = resource.path("content").asText().equals("complete");
    }

    static CodeSystem of(JsonNode resource) {
        var system = new CodeSystem(resource);
        system.add(resource.path("concept"), List.of(), 0);
        return system;
    }

    private void add(JsonNode level, List<String> above, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (JsonNode source : level) {
            String code = source.path("code").asText("");
            var parents = new ArrayList<>(above);
            for (JsonNode property : source.path("property")) {
                String name = property.path("code").asText();
                if (name.equals("parent") || name.equals("subsumedBy")) {
                    parents.add(property.path("valueCode").asText(""));
                }
            }
            concepts.put(key(code), new Concept(code, source.path("display").asText(""), parents, source));
            add(source.path("concept"), List.of(code), depth + 1);
        }
    }

    private String key(String code) {
        return caseSensitive ? code : code.toLowerCase(Locale.ROOT);
    }

    public String url() {
        return resource.path("url").asText("");
    }

    public String version() {
        return resource.path("version").asText("");
    }

    public JsonNode resource() {
        return resource;
    }

    /** Whether all concepts are here, so that a code which is not here does not exist. */
    public boolean isComplete() {
        return complete;
    }

    public Optional<Concept> concept(String code) {
        return Optional.ofNullable(concepts.get(key(code)));
    }

    public Collection<Concept> concepts() {
        return concepts.values();
    }

    Membership membership(String code) {
        if (concepts.containsKey(key(code))) {
            return Membership.YES;
        }
        return complete ? Membership.NO : Membership.UNKNOWN;
    }

    /** Whether {@code ancestor} is above {@code code}; not of itself. */
    public boolean isAbove(String ancestor, String code) {
        String wanted = key(ancestor);
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(key(code)));
        while (!open.isEmpty()) {
            Concept concept = concepts.get(open.pop());
            for (String parent : concept == null ? List.<String>of() : concept.parents()) {
                if (key(parent).equals(wanted)) {
                    return true;
                }
                if (seen.add(key(parent))) {
                    open.push(key(parent));
                }
            }
        }
        return false;
    }
}
