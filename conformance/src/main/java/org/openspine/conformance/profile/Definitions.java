package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.openspine.terminology.LargeCodeSystem;
import org.openspine.terminology.TerminologySource;

/**
 * Conformance resources by canonical URL: those of R4 and those that were loaded, several versions side by side. Immutable. A canonical
 * without version means the latest that is loaded.
 */
public final class Definitions implements TerminologySource {
    /** The resource types that are kept here. */
    public static final Set<String> TYPES = Set.of("StructureDefinition", "ValueSet", "CodeSystem", "ConceptMap");

    private static final Set<String> R4_VERSIONS = Set.of("4.0.1", "4.0.0", "4.0");

    private final R4Definitions r4;
    private final Map<String, TreeMap<String, Definition>> loaded = new HashMap<>();
    private final Map<String, List<Definition>> supplements = new HashMap<>();
    private final Map<String, String> wholeSystems = new HashMap<>();
    private final Function<String, Optional<LargeCodeSystem>> largeCodeSystems;

    private Definitions(
            R4Definitions r4,
            Collection<Definition> loaded,
            Function<String, Optional<LargeCodeSystem>> largeCodeSystems) {
        this.r4 = r4;
        this.largeCodeSystems = largeCodeSystems;
        for (Definition definition : loaded) {
            this.loaded
                    .computeIfAbsent(
                            key(definition.type(), definition.url()), key -> new TreeMap<>(Definition.versions()))
                    .put(definition.version(), definition);
            if (definition.type().equals("CodeSystem")) {
                noteSystem(definition);
            }
        }
    }

    private void noteSystem(Definition system) {
        if (!system.supplemented().isEmpty()) {
            supplements
                    .computeIfAbsent(system.supplemented().split("\\|", 2)[0], url -> new ArrayList<>())
                    .add(system);
        }
        if (!system.wholeSystem().isEmpty()) {
            wholeSystems.put(system.wholeSystem(), system.url());
        }
    }

    /** R4's own. */
    public static Definitions r4() {
        return new Definitions(R4Definitions.load(), List.of(), url -> Optional.empty());
    }

    /** R4's own with {@code definitions}, in place of those that were loaded before. */
    public Definitions with(Collection<Definition> definitions) {
        return new Definitions(r4, definitions, largeCodeSystems);
    }

    /** The same with code systems that are held elsewhere. */
    public Definitions with(Function<String, Optional<LargeCodeSystem>> systems) {
        return new Definitions(r4, loaded(), systems);
    }

    /** All that were loaded. */
    public List<Definition> loaded() {
        return loaded.values().stream()
                .flatMap(versions -> versions.values().stream())
                .toList();
    }

    /** The resource with this canonical. */
    public Optional<ObjectNode> definition(String type, String canonical) {
        int bar = canonical.indexOf('|');
        String url = bar < 0 ? canonical : canonical.substring(0, bar);
        TreeMap<String, Definition> versions = loaded.get(key(type, url));
        if (bar < 0) {
            return versions == null
                    ? r4.definition(type, url)
                    : Optional.of(versions.lastEntry().getValue().resource());
        }
        String version = canonical.substring(bar + 1);
        Definition exact = versions == null ? null : versions.get(version);
        return exact != null
                ? Optional.of(exact.resource())
                : r4.definition(type, url).filter(found -> isOfR4(version, found));
    }

    /** R4's definitions have the version of R4, whatever they state besides; {@code 4.0} means any 4.0.x. */
    private static boolean isOfR4(String version, ObjectNode definition) {
        return R4_VERSIONS.contains(version)
                || definition.path("version").asText("").equals(version);
    }

    public boolean isKnown(String type, String canonical) {
        return definition(type, canonical).isPresent();
    }

    /** URLs of R4's own and of all that were loaded. */
    public Set<String> urls(String type) {
        var urls = new java.util.TreeSet<>(r4.urls(type));
        loaded().stream()
                .filter(definition -> definition.type().equals(type))
                .map(Definition::url)
                .forEach(urls::add);
        return urls;
    }

    /** URLs of profiles of a resource type that were loaded. */
    public List<String> profilesOf(String type) {
        return loaded().stream()
                .filter(definition -> definition.profiled().equals(type))
                .map(Definition::url)
                .distinct()
                .sorted()
                .toList();
    }

    private static String key(String type, String url) {
        return type + ' ' + url;
    }

    @Override
    public Optional<? extends JsonNode> codeSystem(String canonical) {
        return definition("CodeSystem", canonical);
    }

    @Override
    public List<? extends JsonNode> supplements(String url) {
        return supplements.getOrDefault(url, List.of()).stream()
                .map(Definition::resource)
                .toList();
    }

    @Override
    public Optional<String> systemOf(String valueSet) {
        return Optional.ofNullable(wholeSystems.get(valueSet));
    }

    @Override
    public Optional<? extends JsonNode> valueSet(String canonical) {
        return definition("ValueSet", canonical);
    }

    @Override
    public Optional<? extends JsonNode> conceptMap(String canonical) {
        return definition("ConceptMap", canonical);
    }

    @Override
    public List<? extends JsonNode> conceptMaps() {
        return loaded().stream()
                .filter(definition -> definition.type().equals("ConceptMap"))
                .map(Definition::resource)
                .toList();
    }

    @Override
    public Optional<LargeCodeSystem> largeCodeSystem(String url) {
        return largeCodeSystems.apply(url);
    }
}
