package org.openspine.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openspine.access.Caller;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.InteractionGuard;
import org.openspine.api.JsonBody;
import org.openspine.api.Visibility;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.structure.Structures;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.bulk.BulkExport;
import org.openspine.fhir.bulk.ExportWorker;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.search.CodeSets;
import org.openspine.repository.search.SearchQueryParser;

/** Plain FHIR R4 at {@value #PATH}: finds the {@link Route} of a request and hands it to its interaction. */
public final class UnifiedBase {
    public static final String PATH = "/FHIR/R4";

    /** The types that are served: all of R4 but the two that only travel. */
    private static final Set<String> NOT_STORED = Set.of("Parameters", "OperationOutcome");

    private static final int MAX_BUNDLE_ENTRIES = 500;
    private static final int SECRET_LENGTH = 32;

    private final Structures structures;
    private final Set<String> types;
    private final SearchParameterRegistry registry;
    private final ResourceRepository repository;
    private final List<Visibility> visibilities;
    private final List<InteractionGuard> guards;
    private final Parts parts;
    private final Interactions unlimited;
    private final Projection projection;
    private final Capabilities capabilities;
    private final BulkExport exports;
    private final Clock clock;

    public UnifiedBase(
            ResourceRepository repository,
            Structures structures,
            SearchParameterRegistry registry,
            ContentRules rules,
            List<SpineService> services,
            Clock clock) {
        this.structures = structures;
        types = structures.resourceTypes().stream()
                .filter(type -> !NOT_STORED.contains(type))
                .collect(Collectors.toCollection(TreeSet::new));
        this.registry = registry;
        this.clock = clock;
        this.repository = repository;
        visibilities = services.stream()
                .flatMap(service -> service.visibilities().stream())
                .toList();
        guards = services.stream().flatMap(service -> service.guards().stream()).toList();
        SearchQueryParser parser = new SearchQueryParser(registry, types, clock)
                .with(services.stream()
                        .flatMap(service -> service.codeSets().stream())
                        .findFirst()
                        .orElse(CodeSets.NONE));
        projection = new Projection(structures);
        exports = new BulkExport(repository, registry, parser, types, projection::elements, visibilities, clock);
        List<Operation> shared = new ArrayList<>(exports.operations());
        services.forEach(service -> shared.addAll(service.operations()));
        parts = new Parts(
                types,
                structures,
                registry,
                parser,
                rules,
                new WriteRules(
                        services.stream()
                                .flatMap(service -> service.writeRules().stream())
                                .toList(),
                        guards),
                new PageToken(repository.sharedSecret("page-token", UnifiedBase::newSecret)),
                new ReferenceRewriter(structures),
                shared);
        unlimited = new Interactions(parts, repository, Caller.OPEN, this::answer);
        capabilities = new Capabilities(types, registry, unlimited.operations, rules, clock);
    }

    /** Cheap to make: they hold nothing but what they are given. */
    private Interactions of(Caller caller) {
        if (visibilities.isEmpty() && caller.equals(Caller.OPEN)) {
            return unlimited;
        }
        ResourceRepository visible = visibilities.isEmpty()
                ? repository
                : new VisibleRepository(repository, new VisibleRecord(visibilities, caller));
        return new Interactions(parts, visible, caller, this::answer);
    }

    /** The shapes of what it reads and writes. */
    public Structures structures() {
        return structures;
    }

    /** Throws {@link SpineException} for everything that is not served as asked. */
    public FhirResponse answer(FhirRequest request) {
        List<String> path = request.path();
        Route route = Route.of(request.method(), path).orElseThrow(() -> noRoute(request));
        if (route.pattern().contains("{type}")) {
            requireType(path.get(0));
        }
        guard(request, route);
        Interactions here = of(request.caller());
        return switch (route) {
            case CAPABILITIES -> capabilities.answer(request);
            case BATCH -> bundle(request);
            case SEARCH_SYSTEM, SEARCH_SYSTEM_POST ->
                shaped(request, here.searches.search(request, systemScope(request)));
            case SEARCH_TYPE, SEARCH_TYPE_POST ->
                shaped(
                        request,
                        here.searches.search(
                                request,
                                new SearchInteraction.Scope(path.get(0), List.of(path.get(0)), Optional.empty())));
            case SEARCH_COMPARTMENT, SEARCH_COMPARTMENT_POST ->
                shaped(request, here.searches.search(request, compartmentScope(path)));
            case HISTORY_SYSTEM -> shaped(request, here.histories.history(request, Optional.empty(), Optional.empty()));
            case HISTORY_TYPE ->
                shaped(request, here.histories.history(request, Optional.of(path.get(0)), Optional.empty()));
            case HISTORY_INSTANCE ->
                shaped(request, here.histories.history(request, Optional.of(path.get(0)), Optional.of(key(path))));
            case READ -> shaped(request, here.reads.read(key(path), request.conditions()));
            case VREAD -> shaped(request, here.reads.vread(key(path), path.get(3), request.conditions()));
            case CREATE -> here.writes.create(request, path.get(0));
            case UPDATE -> here.writes.update(request, key(path));
            case UPDATE_CONDITIONAL -> here.writes.updateMatched(request, path.get(0));
            case PATCH -> here.writes.patch(request, key(path));
            case PATCH_CONDITIONAL -> here.writes.patchMatched(request, path.get(0));
            case DELETE -> here.writes.delete(request, key(path));
            case DELETE_CONDITIONAL -> here.writes.deleteMatched(request, path.get(0));
            case OPERATION_SYSTEM ->
                operation(
                        here,
                        request,
                        Operation.Level.SYSTEM,
                        new Operation.Target(Optional.empty(), Optional.empty()));
            case OPERATION_TYPE ->
                operation(
                        here,
                        request,
                        Operation.Level.TYPE,
                        new Operation.Target(Optional.of(path.get(0)), Optional.empty()));
            case OPERATION_INSTANCE ->
                operation(
                        here,
                        request,
                        Operation.Level.INSTANCE,
                        new Operation.Target(Optional.of(path.get(0)), Optional.of(key(path))));
        };
    }

    /** Entries of a Bundle and lines of an import pass here one by one. */
    private void guard(FhirRequest request, Route route) {
        if (guards.isEmpty()) {
            return;
        }
        route.permission().ifPresent(permission -> {
            String type = route.pattern().contains("{type}") ? request.path().get(0) : "*";
            guards.forEach(one -> one.require(request.caller(), type, permission));
        });
    }

    /** Begins with the work that requests leave behind; what this returns ends it. Call once. */
    public ExportWorker startWork() {
        return exports.startWorker();
    }

    /** Methods that have a meaning for this path. */
    public List<HttpMethod> allowedMethods(List<String> path) {
        return Route.allowed(path);
    }

    private FhirResponse shaped(FhirRequest request, FhirResponse response) {
        return projection.apply(request.query(), response);
    }

    private static FhirResponse operation(
            Interactions here, FhirRequest request, Operation.Level level, Operation.Target target) {
        String name = request.path().get(request.path().size() - 1).substring(1);
        Operation operation = here.operations.stream()
                .filter(known -> known.name().equals(name) && known.levels().contains(level))
                .filter(known -> known.types().isEmpty()
                        || target.type().map(known.types()::contains).orElse(true))
                .findFirst()
                .orElseThrow(() -> new SpineException(
                        FhirError.UNSUPPORTED_PARAMETER,
                        "Operation '$%s' does not exist here; the CapabilityStatement lists those that do"
                                .formatted(shown(name))));
        if (!operation.methods().contains(request.method())) {
            throw new SpineException(
                    FhirError.METHOD_NOT_ALLOWED,
                    "'$%s' takes %s"
                            .formatted(
                                    name,
                                    operation.methods().stream()
                                            .map(HttpMethod::name)
                                            .sorted()
                                            .collect(Collectors.joining(", "))));
        }
        return operation.run(request, target, here.visible);
    }

    private FhirResponse bundle(FhirRequest request) {
        ObjectNode bundle = request.content().resource();
        if (!bundle.path("resourceType").asText().equals("Bundle")) {
            throw SpineException.at(
                    FhirError.INVALID_CONTENT,
                    "resourceType",
                    "The base takes a Bundle of type batch or transaction; POST other resources to their type");
        }
        JsonNode entries = bundle.path("entry");
        if (entries.size() > MAX_BUNDLE_ENTRIES) {
            throw SpineException.at(
                    FhirError.TOO_COSTLY,
                    "Bundle.entry",
                    "A Bundle has at most %d entries".formatted(MAX_BUNDLE_ENTRIES));
        }
        return switch (bundle.path("type").asText()) {
            case "transaction" -> transaction(request, entries);
            case "batch" -> batch(request, entries);
            default ->
                throw SpineException.at(
                        FhirError.INVALID_CONTENT, "Bundle.type", "The base takes batch and transaction");
        };
    }

    private FhirResponse transaction(FhirRequest request, JsonNode entries) {
        List<BundleEntry> parsed = new ArrayList<>();
        for (JsonNode entry : entries) {
            parsed.add(BundleEntry.parse(entry, parsed.size(), request));
        }
        return of(request.caller()).transactions.transaction(request, parsed, Deadline.from(clock));
    }

    /** Every entry on its own: one that fails says so and leaves the others alone. */
    private FhirResponse batch(FhirRequest request, JsonNode entries) {
        List<JsonBody> responses = new ArrayList<>();
        Deadline deadline = Deadline.from(clock);
        for (JsonNode entry : entries) {
            try {
                deadline.require();
                FhirRequest single =
                        BundleEntry.parse(entry, responses.size(), request).request();
                responses.add(ResponseBundle.entry(single, answer(single)));
            } catch (SpineException failure) {
                responses.add(ResponseBundle.entry(failure));
            }
        }
        return FhirResponse.of(200, ResponseBundle.of("batch-response", responses));
    }

    private SearchInteraction.Scope systemScope(FhirRequest request) {
        List<String> wanted = request.query()
                .last("_type")
                .map(value -> List.of(value.split(",")))
                .orElse(List.of());
        wanted.forEach(this::requireSearchableType);
        List<String> searched = wanted.isEmpty() ? List.copyOf(types) : wanted;
        String path = request.path().isEmpty() ? "" : request.path().get(0).replace("_search", "");
        return new SearchInteraction.Scope(path, searched, Optional.empty());
    }

    private SearchInteraction.Scope compartmentScope(List<String> path) {
        ResourceKey owner = key(path);
        String related = path.get(2);
        String place = String.join("/", path.subList(0, 3));
        if (related.equals("*")) {
            List<String> members = types.stream()
                    .filter(type ->
                            !registry.compartmentParameters(owner.type(), type).isEmpty())
                    .toList();
            if (members.isEmpty()) {
                throw noCompartment(owner);
            }
            return new SearchInteraction.Scope(place, members, Optional.of(owner));
        }
        requireType(related);
        return new SearchInteraction.Scope(place, List.of(related), Optional.of(owner));
    }

    private static SpineException noCompartment(ResourceKey owner) {
        return new SpineException(FhirError.NOT_FOUND, "%s has no compartment".formatted(owner.type()));
    }

    private void requireSearchableType(String type) {
        if (!types.contains(type)) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER, "'_type' names '%s', which is not served".formatted(shown(type)));
        }
    }

    private void requireType(String type) {
        if (!types.contains(type)) {
            throw new SpineException(
                    FhirError.UNKNOWN_TYPE, "'%s' is not a resource type of this server".formatted(shown(type)));
        }
    }

    private static ResourceKey key(List<String> path) {
        if (!ResourceKey.isLogicalId(path.get(1))) {
            throw new SpineException(
                    FhirError.INVALID_REQUEST, "A logical id is 1 to 64 characters of A-Z a-z 0-9 - and .");
        }
        return new ResourceKey(path.get(0), path.get(1));
    }

    private SpineException noRoute(FhirRequest request) {
        List<HttpMethod> allowed = Route.allowed(request.path());
        if (allowed.isEmpty()) {
            return new SpineException(FhirError.NOT_FOUND, "Nothing is served at this path");
        }
        if (!request.path().isEmpty() && !request.path().get(0).startsWith("$")) {
            String first = request.path().get(0);
            if (!types.contains(first) && Character.isLetter(first.charAt(0)) && !first.equals("metadata")) {
                return new SpineException(
                        FhirError.UNKNOWN_TYPE, "'%s' is not a resource type of this server".formatted(shown(first)));
            }
        }
        return new SpineException(
                FhirError.METHOD_NOT_ALLOWED,
                "%s has no meaning here; allowed: %s"
                        .formatted(
                                request.method(),
                                allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "))));
    }

    private static String shown(String text) {
        String cut = text.length() > 64 ? text.substring(0, 64) : text;
        return cut.replaceAll("[^A-Za-z0-9 _.$-]", "?");
    }

    private static byte[] newSecret() {
        byte[] secret = new byte[SECRET_LENGTH];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
