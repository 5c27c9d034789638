package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.JsonBody;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;

/**
 * transaction: all entries or none, in the order FHIR gives them: DELETE, POST, PUT and PATCH, GET and HEAD.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">FHIR R4 transaction processing rules</a>
 */
final class TransactionInteraction {
    private final ResourceRepository repository;
    private final ResourceWriter writer;
    private final ConditionalSearch conditions;
    private final ReferenceRewriter references;
    private final Set<String> types;

    /** How a single request is answered; entries take the same way. */
    private final Function<FhirRequest, FhirResponse> base;

    TransactionInteraction(
            ResourceRepository repository,
            ResourceWriter writer,
            ConditionalSearch conditions,
            ReferenceRewriter references,
            Set<String> types,
            Function<FhirRequest, FhirResponse> base) {
        this.repository = repository;
        this.writer = writer;
        this.conditions = conditions;
        this.references = references;
        this.types = types;
        this.base = base;
    }

    FhirResponse transaction(FhirRequest request, List<BundleEntry> entries, Deadline deadline) {
        requireDistinctFullUrls(entries);
        List<JsonBody> responses = repository.inTransaction(() -> process(entries, deadline));
        return FhirResponse.of(200, ResponseBundle.of("transaction-response", responses));
    }

    private List<JsonBody> process(List<BundleEntry> entries, Deadline deadline) {
        guardConditions(entries);
        Map<Integer, ResourceKey> targets = new HashMap<>();
        Map<String, String> links = new LinkedHashMap<>();
        for (BundleEntry entry : entries) {
            target(entry).ifPresent(key -> {
                targets.put(entry.index(), key);
                if (!entry.fullUrl().isEmpty()) {
                    links.put(entry.fullUrl(), key.toString());
                }
            });
        }
        requireDistinctTargets(entries, targets);
        for (BundleEntry entry : entries) {
            entry.resource().ifPresent(resource -> resolveReferences(entry, resource, links));
        }
        lockTargets(entries, targets);
        JsonBody[] responses = new JsonBody[entries.size()];
        entries.stream()
                .sorted(Comparator.comparingInt(TransactionInteraction::turn)
                        .thenComparing(entry -> targets.getOrDefault(entry.index(), LAST))
                        .thenComparingInt(BundleEntry::index))
                .forEach(entry -> {
                    deadline.require();
                    responses[entry.index()] = answer(entry, Optional.ofNullable(targets.get(entry.index())));
                });
        return List.of(responses);
    }

    private static final ResourceKey LAST = new ResourceKey("~", "z");

    private JsonBody answer(BundleEntry entry, Optional<ResourceKey> target) {
        try {
            FhirRequest request = entry.request();
            FhirResponse response =
                    isCreate(entry) && target.isPresent() ? create(entry, target.get()) : base.apply(request);
            return ResponseBundle.entry(request, response);
        } catch (SpineException failure) {
            throw failure.below(entry.place());
        }
    }

    /** A create whose id was chosen before, so that others can refer to it. */
    private FhirResponse create(BundleEntry entry, ResourceKey key) {
        FhirRequest request = entry.request();
        ObjectNode resource = entry.resource().orElseThrow();
        Optional<String> condition = request.conditions().ifNoneExist();
        ResourceWriter.Outcome outcome = condition.isPresent()
                ? writer.createUnlessMatched(key, resource, WriteInteraction.condition(key.type(), condition.get()))
                : writer.create(key, resource);
        return WriteInteraction.answer(request, outcome);
    }

    /** What the entry will have written to, as far as that can be told before it runs. */
    private Optional<ResourceKey> target(BundleEntry entry) {
        FhirRequest request = entry.request();
        List<String> path = request.path();
        if (isCreate(entry)) {
            String type = path.get(0);
            if (!types.contains(type)) {
                throw SpineException.at(
                        FhirError.UNKNOWN_TYPE, entry.place() + ".request.url", "No resource type of this server");
            }
            ObjectNode resource = entry.resource()
                    .orElseThrow(() -> SpineException.at(
                            FhirError.INVALID_CONTENT, entry.place() + ".resource", "POST needs a resource"));
            return Optional.of(request.conditions()
                    .ifNoneExist()
                    .flatMap(condition -> onlyMatch(entry, type, WriteInteraction.condition(type, condition)))
                    .orElseGet(() -> newKey(entry, type, resource)));
        }
        if (path.size() == 2 && isWrite(request.method()) && ResourceKey.isLogicalId(path.get(1))) {
            return Optional.of(new ResourceKey(path.get(0), path.get(1)));
        }
        if (path.size() == 1
                && request.method() == HttpMethod.PUT
                && !request.query().isEmpty()) {
            return conditionalUpdateTarget(entry, path.get(0));
        }
        return Optional.empty();
    }

    private ResourceKey newKey(BundleEntry entry, String type, ObjectNode resource) {
        String id = writer.newId(type, resource);
        if (!ResourceKey.isLogicalId(id)) {
            throw SpineException.at(
                    FhirError.BUSINESS_RULE, entry.place() + ".resource.identifier", "Not an NHS number");
        }
        return new ResourceKey(type, id);
    }

    /** Gives a conditional update its id beforehand, so that the entry creates under the id others refer to. */
    private Optional<ResourceKey> conditionalUpdateTarget(BundleEntry entry, String type) {
        ObjectNode resource = entry.resource().orElseThrow();
        Optional<ResourceKey> match = onlyMatch(entry, type, entry.request().query());
        if (match.isPresent()) {
            return match;
        }
        if (!ResourceKey.isLogicalId(resource.path("id").asText(""))) {
            resource.put("id", newKey(entry, type, resource).id());
        }
        return Optional.of(new ResourceKey(type, resource.path("id").asText()));
    }

    private Optional<ResourceKey> onlyMatch(BundleEntry entry, String type, QueryParameters query) {
        try {
            return conditions.onlyMatch(type, query).map(match -> match.key());
        } catch (SpineException failure) {
            throw failure.below(entry.place());
        }
    }

    private void guardConditions(List<BundleEntry> entries) {
        Set<String> subjects = new TreeSet<>();
        for (BundleEntry entry : entries) {
            FhirRequest request = entry.request();
            if (request.path().size() != 1) {
                continue;
            }
            String type = request.path().get(0);
            if (isCreate(entry)) {
                request.conditions()
                        .ifNoneExist()
                        .ifPresent(condition -> subjects.add(
                                ConditionalSearch.subject(type, WriteInteraction.condition(type, condition))));
            } else if (isWrite(request.method())) {
                subjects.add(ConditionalSearch.subject(type, request.query()));
            }
        }
        if (!subjects.isEmpty()) {
            repository.guard(subjects);
        }
    }

    /** New ids need no lock, but for those of patients, which their content chooses. */
    private void lockTargets(List<BundleEntry> entries, Map<Integer, ResourceKey> targets) {
        Set<ResourceKey> keys = new TreeSet<>();
        for (BundleEntry entry : entries) {
            ResourceKey target = targets.get(entry.index());
            if (target != null && (!isCreate(entry) || target.type().equals(PatientIdentity.PATIENT))) {
                keys.add(target);
            }
        }
        repository.lock(keys);
    }

    private void resolveReferences(BundleEntry entry, ObjectNode resource, Map<String, String> links) {
        references.rewrite(resource, links);
        Map<String, String> found = new HashMap<>();
        for (String reference : references.references(resource)) {
            int question = reference.indexOf('?');
            String sibling = links.get(entry.root() + reference);
            if (sibling != null) {
                found.put(reference, sibling);
            } else if (question > 0 && reference.lastIndexOf(':', question) < 0) { // Type?query, not a URL
                found.computeIfAbsent(reference, text -> conditionalReference(entry, text, question));
            } else if (reference.startsWith("urn:uuid:") && !links.containsKey(reference)) {
                throw SpineException.at(
                        FhirError.INVALID_CONTENT,
                        entry.place() + ".resource",
                        "A reference to a urn:uuid that is no fullUrl of this Bundle");
            }
        }
        references.rewrite(resource, found);
    }

    private String conditionalReference(BundleEntry entry, String reference, int question) {
        String type = reference.substring(0, question);
        return onlyMatch(entry, type, QueryParameters.parse(reference.substring(question + 1)))
                .map(ResourceKey::toString)
                .orElseThrow(() -> SpineException.at(
                        FhirError.VERSION_CONFLICT,
                        entry.place() + ".resource",
                        "A conditional reference matches no %s".formatted(type)));
    }

    private static void requireDistinctFullUrls(List<BundleEntry> entries) {
        Set<String> seen = new HashSet<>();
        for (BundleEntry entry : entries) {
            boolean isNew = entry.fullUrl().isEmpty() || seen.add(entry.fullUrl());
            if (!isNew) {
                throw SpineException.at(
                        FhirError.INVALID_CONTENT,
                        entry.place() + ".fullUrl",
                        "Two entries of a transaction have the same fullUrl");
            }
        }
    }

    private static void requireDistinctTargets(List<BundleEntry> entries, Map<Integer, ResourceKey> targets) {
        Set<ResourceKey> seen = new HashSet<>();
        for (BundleEntry entry : entries) {
            ResourceKey target = targets.get(entry.index());
            boolean mayShare = entry.request().conditions().ifNoneExist().isPresent(); // two may find the same match
            if (target != null && !mayShare && !seen.add(target)) {
                throw SpineException.at(
                        FhirError.INVALID_CONTENT,
                        entry.place() + ".request",
                        "Two entries of a transaction write to the same %s".formatted(target.type()));
            }
        }
    }

    private static boolean isCreate(BundleEntry entry) {
        FhirRequest request = entry.request();
        return request.method() == HttpMethod.POST
                && request.path().size() == 1
                && !request.path().get(0).startsWith("$")
                && !request.path().get(0).startsWith("_");
    }

    private static boolean isWrite(HttpMethod method) {
        return method == HttpMethod.PUT || method == HttpMethod.PATCH || method == HttpMethod.DELETE;
    }

    private static int turn(BundleEntry entry) {
        return switch (entry.request().method()) {
            case DELETE -> 0;
            case POST -> 1;
            case PUT, PATCH -> 2;
            case GET, HEAD -> 3;
        };
    }
}
