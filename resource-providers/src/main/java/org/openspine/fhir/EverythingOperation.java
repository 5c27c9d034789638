package org.openspine.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.JsonNames;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.LocalReference;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SearchQueryParser;

/**
 * {@code Patient/[id]/$everything}: the patient, all resources in the patient's compartment, and with each page the
 * resources outside any patient's record (organisations, practitioners, medications …) that it refers to.
 *
 * @see <a href="https://hl7.org/fhir/R4/patient-operation-everything.html">Patient $everything</a>
 */
final class EverythingOperation implements Operation {
    private static final List<String> PARAMETERS = List.of("_since", "_type", "_count", SearchRequest.PAGE);
    private static final String PATIENT = "Patient";
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_ROUNDS = 5;
    private static final int MAX_INCLUDED = 1000;

    private final ResourceRepository repository;
    private final SearchParameterRegistry registry;
    private final SearchQueryParser parser;
    private final PageToken tokens;
    private final ReferenceRewriter references;
    private final Set<String> servedTypes;

    EverythingOperation(
            ResourceRepository repository,
            SearchParameterRegistry registry,
            SearchQueryParser parser,
            PageToken tokens,
            ReferenceRewriter references,
            Set<String> servedTypes) {
        this.repository = repository;
        this.registry = registry;
        this.parser = parser;
        this.tokens = tokens;
        this.references = references;
        this.servedTypes = servedTypes;
    }

    @Override
    public String name() {
        return "everything";
    }

    @Override
    public String definition() {
        return "http://hl7.org/fhir/OperationDefinition/Patient-everything";
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.INSTANCE);
    }

    @Override
    public Set<String> types() {
        return Set.of(PATIENT);
    }

    @Override
    public Set<HttpMethod> methods() {
        return READING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        ResourceKey patient = target.key().orElseThrow();
        OperationParameters parameters = OperationParameters.of(request, name(), PARAMETERS);
        new ReadInteraction(repository).current(patient);
        Set<String> types = new LinkedHashSet<>(parameters.list("_type"));
        types.forEach(this::requireServed);
        int count = parameters.last("_count").map(EverythingOperation::count).orElse(DEFAULT_COUNT);
        QueryParameters self =
                parameters.asQuery().filter(parameter -> !parameter.name().equals(SearchRequest.PAGE));
        String place = patient + "/$" + name();
        String signed = PageToken.signed(request.caller(), place + "?" + self);
        PageToken.Place start = parameters
                .last(SearchRequest.PAGE)
                .map(token -> tokens.read(signed, token))
                .orElse(new PageToken.Place(0, Optional.empty()));
        QuerySequence.Slice page =
                new QuerySequence(repository, queries(patient, types, parameters.last("_since"))).from(start, count);
        Optional<String> next = page.next()
                .map(position -> url(request, place, self.with(SearchRequest.PAGE, tokens.write(signed, position))));
        return FhirResponse.of(
                200,
                new SearchBundle(request.base(), OptionalLong.empty(), url(request, place, self), next)
                        .add(page.matches(), "match")
                        .add(directory(page.matches(), types), "include")
                        .build());
    }

    private List<SearchQuery> queries(ResourceKey patient, Set<String> types, Optional<String> since) {
        List<SearchQuery> queries = new ArrayList<>();
        if (types.isEmpty() || types.contains(PATIENT)) {
            queries.add(query(PATIENT, new Criterion.Ids(List.of(patient.id())), since));
        }
        for (String type : servedTypes) {
            if ((types.isEmpty() || types.contains(type)) && isOfPatients(type)) {
                queries.add(query(type, parser.compartment(patient, type), since));
            }
        }
        return queries;
    }

    private SearchQuery query(String type, Criterion which, Optional<String> since) {
        List<Criterion> criteria = new ArrayList<>(List.of(which));
        since.ifPresent(time -> criteria.add(parser.parse(type, "_lastUpdated", "ge" + time)));
        return new SearchQuery(type, criteria, List.of(), 0, Optional.empty());
    }

    /** Other patients are linked by reference, but their records are their own. */
    private boolean isOfPatients(String type) {
        return !type.equals(PATIENT)
                && !registry.compartmentParameters(PATIENT, type).isEmpty();
    }

    /** What the page refers to, directly or by way of such a resource, outside any patient's record. */
    private List<StoredResource> directory(List<StoredResource> page, Set<String> types) {
        Map<ResourceKey, StoredResource> found = new LinkedHashMap<>();
        List<StoredResource> frontier = page;
        for (int round = 0; round < MAX_ROUNDS && !frontier.isEmpty() && found.size() < MAX_INCLUDED; round++) {
            Set<ResourceKey> wanted = new LinkedHashSet<>();
            for (StoredResource stored : frontier) {
                references.references(stored.tree()).stream()
                        .flatMap(text -> LocalReference.parse(text).stream())
                        .map(LocalReference::key)
                        .filter(key -> isDirectory(key.type()) && !found.containsKey(key))
                        .forEach(wanted::add);
            }
            Map<ResourceKey, StoredResource> stored = repository.read(wanted);
            frontier = wanted.stream()
                    .filter(stored::containsKey)
                    .map(key -> Objects.requireNonNull(stored.get(key)))
                    .toList();
            frontier.forEach(one -> found.put(one.key(), one));
        }
        return found.values().stream()
                .filter(one -> types.isEmpty() || types.contains(one.key().type()))
                .limit(MAX_INCLUDED)
                .toList();
    }

    private boolean isDirectory(String type) {
        return servedTypes.contains(type) && !type.equals(PATIENT) && !isOfPatients(type);
    }

    private void requireServed(String type) {
        if (!servedTypes.contains(type)) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'_type' names '%s', which is not served".formatted(JsonNames.shown(type)));
        }
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count > 0) {
                return Math.min(count, SearchRequest.MAX_COUNT);
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new SpineException(FhirError.INVALID_PARAMETER, "'_count' of $everything is a whole number above 0");
    }

    private static String url(FhirRequest request, String place, QueryParameters query) {
        return request.base() + "/" + place + (query.isEmpty() ? "" : "?" + query);
    }
}
