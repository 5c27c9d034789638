package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The codes of a value set, or a page of them.
 *
 * @param total how many match in all
 */
public record Expansion(List<Entry> entries, int total) {
    public Expansion {
        entries = List.copyOf(entries);
    }

    /**
     * One code.
     *
     * @param display empty if none is known
     * @param concept what its code system says of it, with designations; missing if that is not loaded
     * @param listed designations that the value set gives it
     * @param parents codes directly above it
     */
    public record Entry(
            String system,
            String version,
            String code,
            String display,
            Kind kind,
            JsonNode concept,
            JsonNode listed,
            List<String> parents) {
        public Entry {
            parents = List.copyOf(parents);
        }

        public boolean isAbstract() {
            return kind.isAbstract;
        }

        public boolean isInactive() {
            return kind.isInactive;
        }

        /** All designations, those of the value set first. */
        public List<JsonNode> designations() {
            var all = new ArrayList<JsonNode>();
            listed.forEach(all::add);
            concept.path("designation").forEach(all::add);
            return all;
        }
    }

    /** What a code is good for. */
    public record Kind(boolean isAbstract, boolean isInactive) {
        static final Kind PLAIN = new Kind(false, false);
    }

    /**
     * Which codes are wanted.
     *
     * @param filter words that all begin a word of the display or a designation, or the code itself; empty for all codes
     * @param leftOut codes that are left out
     * @param versions which versions of code systems count
     */
    public record Request(String filter, int offset, int count, LeftOut leftOut, SystemVersions versions) {
        /** Codes as the value set has them. */
        public Request(String filter, int offset, int count) {
            this(filter, offset, count, LeftOut.NOTHING, SystemVersions.AS_STATED);
        }
    }

    /**
     * What of a value set is not wanted.
     *
     * @param inactive whether concepts no longer for use are left out
     * @param abstracts whether concepts are left out that only group others
     * @param systems code systems, with {@code |version} if only one version is meant
     */
    public record LeftOut(boolean inactive, boolean abstracts, Set<String> systems) {
        static final LeftOut NOTHING = new LeftOut(false, false, Set.of());

        public LeftOut {
            systems = Set.copyOf(systems);
        }

        boolean isOf(Entry entry) {
            return inactive && entry.isInactive()
                    || abstracts && entry.isAbstract()
                    || systems.contains(entry.system())
                    || systems.contains(entry.system() + "|" + entry.version());
        }
    }
}
