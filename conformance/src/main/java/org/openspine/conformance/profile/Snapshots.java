package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Snapshots as trees of elements: R4's are read, those of profiles are made from their differentials. Safe for use by many threads.
 *
 * @see <a href="https://hl7.org/fhir/R4/profiling.html#snapshot">Snapshot and differential</a>
 */
public final class Snapshots {
    static final String BASE = "http://hl7.org/fhir/StructureDefinition/";
    private static final int MAX_DERIVATIONS = 20;

    private final Definitions definitions;
    private final Map<String, Optional<Snapshot>> made = new ConcurrentHashMap<>();

    public Snapshots(Definitions definitions) {
        this.definitions = definitions;
    }

    public Definitions definitions() {
        return definitions;
    }

    /**
     * A profile or type with its elements.
     *
     * @param problems what of the differential could not be placed, by element id
     */
    public record Snapshot(ObjectNode definition, ElementNode root, List<String> problems) {
        public String url() {
            return definition.path("url").asText("");
        }

        /** The type it constrains: {@code Patient}, {@code Extension}. */
        public String type() {
            return definition.path("type").asText("");
        }

        /** Whether it is a type of its own and not a profile on one. */
        public boolean isType() {
            return !definition.path("derivation").asText("").equals("constraint");
        }
    }

    /** The snapshot behind a canonical; empty if it or one it derives from is not loaded. */
    public Optional<Snapshot> snapshot(String canonical) {
        return snapshot(canonical, new HashSet<>());
    }

    /** A type of R4 by its name. */
    public Optional<Snapshot> type(String name) {
        return snapshot(BASE + name);
    }

    /** Hangs the elements of its datatype below an element of a snapshot, if they are not there yet. Not for use by two threads. */
    public void unfold(ElementNode node) {
        new ElementTree(node, this).unfold(node);
    }

    private Optional<Snapshot> snapshot(String canonical, Set<String> derived) {
        Optional<Snapshot> known = made.get(canonical);
        if (known != null) {
            return known;
        }
        if (!derived.add(canonical) || derived.size() > MAX_DERIVATIONS) {
            return Optional.empty(); // profiles that derive from each other in a circle
        }
        Optional<Snapshot> fresh = definitions
                .definition("StructureDefinition", canonical)
                .flatMap(definition -> make(definition, derived));
        made.putIfAbsent(canonical, fresh);
        return fresh;
    }

    private Optional<Snapshot> make(ObjectNode definition, Set<String> derived) {
        JsonNode elements = definition.path("snapshot").path("element");
        if (!definition.path("derivation").asText("").equals("constraint")) {
            return elements.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Snapshot(definition, ElementTree.read(elements), List.of()));
        }
        String base = definition.path("baseDefinition").asText("");
        Optional<Snapshot> above = snapshot(base, derived);
        if (above.isEmpty()) {
            return Optional.empty();
        }
        JsonNode differential = definition.path("differential").path("element");
        boolean published =
                differential.isEmpty() && !elements.isEmpty(); // a snapshot alone is a differential with all there is
        var tree = new ElementTree(above.get().root().derived(), this);
        List<String> problems = tree.apply(published ? elements : differential, base);
        return Optional.of(new Snapshot(definition, tree.root(), problems));
    }
}
