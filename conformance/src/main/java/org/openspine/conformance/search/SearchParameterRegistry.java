package org.openspine.conformance.search;

import ca.uhn.fhir.context.FhirContext;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.openspine.conformance.structure.Structures;

/** The one list of search parameters behind indexing, query parsing and the CapabilityStatement. Immutable. */
public final class SearchParameterRegistry {
    private static final Pattern CODE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    private static final Set<String> ABSTRACT_BASES = Set.of("Resource", "DomainResource");

    private final PublishedParameters published;
    private final Map<String, Map<String, SearchParameterDefinition>> added;
    private final Map<String, SortedMap<String, SearchParameterDefinition>> byType = new ConcurrentHashMap<>();

    private SearchParameterRegistry(
            PublishedParameters published, Map<String, Map<String, SearchParameterDefinition>> added) {
        this.published = published;
        this.added = added;
    }

    /** The parameters of FHIR R4, but for {@code _text}, {@code _content}, {@code _query} and those that no SearchParameter defines. */
    public static SearchParameterRegistry r4(FhirContext context) {
        return new SearchParameterRegistry(new PublishedParameters(context), Map.of());
    }

    /** A registry with one parameter more; it takes the place of one with the same type and code. Type may be {@code Resource}. */
    public SearchParameterRegistry with(SearchParameterDefinition definition) {
        var more = new HashMap<>(added);
        var ofType = new HashMap<>(more.getOrDefault(definition.type(), Map.of()));
        ofType.put(definition.code(), definition);
        more.put(definition.type(), ofType);
        return new SearchParameterRegistry(published, more);
    }

    public Optional<SearchParameterDefinition> find(String type, String code) {
        return Optional.ofNullable(definitions(type).get(code));
    }

    /** All parameters of a resource type, those of Resource and DomainResource included, sorted by code. */
    public Collection<SearchParameterDefinition> of(String type) {
        return definitions(type).values();
    }

    /** Codes of the reference parameters that put a {@code type} into the compartment named {@code compartment}; empty if never. */
    public Set<String> compartmentParameters(String compartment, String type) {
        return Collections.unmodifiableSet(published.compartment(compartment, type));
    }

    /** The shapes that the expressions are typed by. */
    public Structures structures() {
        return published.structures();
    }

    private SortedMap<String, SearchParameterDefinition> definitions(String type) {
        SortedMap<String, SearchParameterDefinition> known = byType.get(type);
        if (known != null || !structures().resourceTypes().contains(type)) {
            return known == null ? Collections.emptySortedMap() : known;
        }
        return byType.computeIfAbsent(type, this::merge);
    }

    private SortedMap<String, SearchParameterDefinition> merge(String type) {
        var merged = new TreeMap<>(published.of(type));
        for (String base : List.of("Resource", "DomainResource", type)) { // the most specific wins
            added.getOrDefault(base, Map.of())
                    .forEach((code, definition) -> merged.put(code, definition.searching(type)));
        }
        return Collections.unmodifiableSortedMap(merged);
    }

    List<SearchParameterDefinition> compile(SearchParameterSource source) {
        require(!source.url().isEmpty(), "SearchParameter.url is needed: the canonical of the parameter");
        require(
                CODE.matcher(source.code()).matches(),
                "SearchParameter.code must start with a letter and hold only letters, digits, '-' and '_', at most 64");
        require(!source.bases().isEmpty(), "SearchParameter.base is needed: the resource types to search");
        require(
                !source.expression().isBlank() && source.expression().length() <= 4_000,
                "SearchParameter.expression is needed: FHIRPath of at most 4,000 characters");
        var kind = SearchParameterDefinition.Kind.of(source.type());
        require(
                kind
                        == SearchParameterDefinition.Kind.COMPOSITE
                        == !source.components().isEmpty(),
                "SearchParameter.component is for composites: two or more, each with definition and expression");
        var compiler = new DefinitionCompiler(structures(), this::byUrl);
        return source.bases().stream()
                .map(base -> compile(source, base, compiler))
                .toList();
    }

    private SearchParameterDefinition compile(SearchParameterSource source, String base, DefinitionCompiler compiler) {
        require(
                structures().resourceTypes().contains(base) || ABSTRACT_BASES.contains(base),
                "SearchParameter.base: there is no resource type " + base);
        SearchParameterDefinition definition = compiler.compile(source, base);
        definition
                .compiled()
                .ifPresent(compiled -> require(
                        SearchableTypes.fit(definition.kind(), compiled.types()),
                        "SearchParameter.expression selects no element that a parameter of type '%s' can search"
                                .formatted(source.type())));
        return definition;
    }

    private Optional<SearchParameterDefinition> byUrl(String url, String type) {
        return definitions(type).values().stream()
                .filter(definition -> definition.url().equals(url))
                .findFirst();
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}
