package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A CodeSystem resource with its supplements, ready to answer. Immutable. */
public final class CodeSystem {
    private static final int MAX_DEPTH = 100;

    /** Properties that every code system has, without declaring them. */
    private static final Set<String> STANDARD_PROPERTIES = Set.of(
            "code",
            "concept",
            "display",
            "definition",
            "parent",
            "child",
            "inactive",
            "status",
            "notSelectable",
            "deprecated",
            "deprecationDate",
            "retirementDate");

    private final JsonNode resource;
    private final boolean caseSensitive;
    private final boolean complete;
    private final Map<String, Concept> concepts = new LinkedHashMap<>();
    private final Map<String, List<String>> children = new HashMap<>();
    private final Set<String> properties = new HashSet<>(STANDARD_PROPERTIES);

    private CodeSystem(JsonNode resource) {
        this.resource = resource;
        this.caseSensitive = resource.path("caseSensitive").asBoolean(true);
        this.complete = resource.path("content").asText().equals("complete");
    }

    /** {@code supplements} add designations and properties, never codes. */
    static CodeSystem of(JsonNode resource, List<? extends JsonNode> supplements) {
        var system = new CodeSystem(resource);
        system.add(resource.path("concept"), List.of(), 0);
        supplements.forEach(supplement -> system.supplement(supplement.path("concept"), 0));
        for (String declared : List.of("property", "filter")) {
            resource.path(declared)
                    .forEach(entry -> system.properties.add(entry.path("code").asText("")));
        }
        for (Concept concept : system.concepts.values()) {
            concept.source()
                    .path("property")
                    .forEach(entry -> system.properties.add(entry.path("code").asText("")));
            concept.parents().forEach(parent -> system.children
                    .computeIfAbsent(system.key(parent), code -> new ArrayList<>())
                    .add(concept.code()));
        }
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

    private void supplement(JsonNode level, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (JsonNode addition : level) {
            Concept known = concepts.get(key(addition.path("code").asText("")));
            if (known != null) {
                ObjectNode source = ((ObjectNode) known.source()).deepCopy();
                source.remove("concept");
                for (String part : List.of("designation", "property")) {
                    if (addition.path(part).size() > 0) {
                        addition.path(part).forEach(source.withArray(part)::add);
                    }
                }
                concepts.put(key(known.code()), new Concept(known.code(), known.display(), known.parents(), source));
            }
            supplement(addition.path("concept"), depth + 1);
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

    /** Whether it only adds to another system, and so is none whose codes can be used. */
    public boolean isSupplement() {
        return resource.path("content").asText().equals("supplement");
    }

    public Optional<Concept> concept(String code) {
        return Optional.ofNullable(concepts.get(key(code)));
    }

    public Collection<Concept> concepts() {
        return concepts.values();
    }

    /** Codes directly below. */
    public List<String> children(String code) {
        return children.getOrDefault(key(code), List.of());
    }

    boolean isCaseSensitive() {
        return caseSensitive;
    }

    /** Whether both name one concept. */
    public boolean isSameCode(String one, String other) {
        return key(one).equals(key(other));
    }

    /** Whether filters may ask for a property: the specification, the system or one of its concepts has it. */
    boolean hasProperty(String name) {
        return properties.contains(name);
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
