package org.openspine.conformance.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.openspine.conformance.structure.Structures;

/** The specification's own search parameters and compartments. Read at once, compiled type by type when a type is first asked for. */
final class PublishedParameters {
    private static final String BUNDLE = "/org/hl7/fhir/r4/model/sp/search-parameters.json";

    private final FhirContext context;
    private final Structures structures;
    private final Map<String, List<SearchParameterSource>> byBase = new HashMap<>();
    private final Map<String, SearchParameterSource> byUrl = new HashMap<>();
    private final Map<String, SortedMap<String, SearchParameterDefinition>> compiled = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Set<String>>> compartments = new ConcurrentHashMap<>();

    PublishedParameters(FhirContext context) {
        this.context = context;
        this.structures = Structures.r4(context);
        try (InputStream bundle = PublishedParameters.class.getResourceAsStream(BUNDLE)) {
            if (bundle == null) {
                throw new IllegalStateException("hapi-fhir-validation-resources-r4 is not on the class path");
            }
            SearchParameterSource.ofBundle(bundle).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(SearchParameterSource source) {
        if (source.expression().isEmpty()) {
            return; // _text, _content and _query select no element: a server answers them in its own way
        }
        byUrl.put(source.url(), source);
        source.bases().forEach(base -> byBase.computeIfAbsent(base, key -> new ArrayList<>())
                .add(source));
    }

    Structures structures() {
        return structures;
    }

    SortedMap<String, SearchParameterDefinition> of(String type) {
        if (!structures.resourceTypes().contains(type)) {
            return Collections.emptySortedMap();
        }
        return compiled.computeIfAbsent(type, this::compile);
    }

    private SortedMap<String, SearchParameterDefinition> compile(String type) {
        var compiler = new DefinitionCompiler(structures, this::byUrl);
        var definitions = new TreeMap<String, SearchParameterDefinition>();
        for (String base : List.of("Resource", "DomainResource", type)) {
            for (SearchParameterSource source : byBase.getOrDefault(base, List.of())) {
                definitions.put(source.code(), compiler.compile(source, type));
            }
        }
        return Collections.unmodifiableSortedMap(definitions);
    }

    /** Compiled apart from the cache, because a composite needs its components while its own type is being compiled. */
    Optional<SearchParameterDefinition> byUrl(String url, String type) {
        return Optional.ofNullable(byUrl.get(url))
                .filter(source -> source.bases().contains(type))
                .map(source -> new DefinitionCompiler(structures, this::byUrl).compile(source, type));
    }

    Set<String> compartment(String compartment, String type) {
        if (!structures.resourceTypes().contains(type)) {
            return Set.of();
        }
        return compartments.computeIfAbsent(type, this::compartmentsOf).getOrDefault(compartment, Set.of());
    }

    /** Compartment name to parameter codes, as HAPI's model classes took them from the CompartmentDefinitions. */
    private Map<String, Set<String>> compartmentsOf(String type) {
        var codes = new HashMap<String, Set<String>>();
        for (RuntimeSearchParam parameter : context.getResourceDefinition(type).getSearchParams()) {
            Set<String> memberships = parameter.getProvidesMembershipInCompartments();
            for (String compartment : memberships == null ? Set.<String>of() : memberships) {
                // List says "Base FHIR compartment definition for Patient" where all others say "Patient"
                codes.computeIfAbsent(compartment.substring(compartment.lastIndexOf(' ') + 1), key -> new TreeSet<>())
                        .add(parameter.getName());
            }
        }
        return codes;
    }
}
