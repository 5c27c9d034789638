package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.api.ContentRules;
import org.openspine.api.QueryParameters;
import org.openspine.api.WriteRule;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.ValidationReport;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.patch.Patch;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/**
 * Create, update, patch and delete with their conditions, for single requests and for entries of a transaction alike. Every
 * method runs in the caller's transaction if there is one, else in its own.
 */
final class ResourceWriter {
    private final ResourceRepository repository;
    private final ConditionalSearch conditions;
    private final ContentRules rules;
    private final WriteRules writeRules;
    private final Structures structures;
    private final Caller caller;

    ResourceWriter(
            ResourceRepository repository,
            ConditionalSearch conditions,
            ContentRules rules,
            WriteRules writeRules,
            Structures structures,
            Caller caller) {
        this.repository = repository;
        this.conditions = conditions;
        this.rules = rules;
        this.writeRules = writeRules;
        this.structures = structures;
        this.caller = caller;
    }

    /** What a write left behind: the current version, and whether it is the first, or the first after a deletion. */
    record Outcome(StoredResource stored, boolean created) {}

    /** What validation has to say about a resource, whatever it means for a write. */
    ValidationReport report(ObjectNode resource) {
        return rules.report(resource, List.of());
    }

    /** The id a new resource of this content gets. */
    String newId(String type, ObjectNode resource) {
        return PatientIdentity.demandedId(type, resource).orElseGet(repository::nextLogicalId);
    }

    /** Stores a new resource under an id from {@link #newId}. */
    Outcome create(ResourceKey key, ObjectNode resource) {
        rules.require(key.type(), resource);
        return repository.inTransaction(() -> {
            Optional<StoredResource> existing = PatientIdentity.PATIENT.equals(key.type())
                    ? repository.lock(key)
                    : Optional.empty(); // other ids were made for this request
            if (existing.isPresent() && !existing.get().isDeleted()) {
                throw SpineException.at(
                        FhirError.DUPLICATE,
                        "Patient.identifier",
                        "A Patient with this NHS number exists; update it instead");
            }
            return new Outcome(store(key, Verb.POST, existing, resource), true);
        });
    }

    /** Stores a new resource unless one matches {@code query}; that one is the outcome then. */
    Outcome createUnlessMatched(ResourceKey key, ObjectNode resource, QueryParameters query) {
        rules.require(key.type(), resource);
        return repository.inTransaction(() -> {
            conditions.guard(key.type(), query);
            return conditions
                    .onlyMatch(key.type(), query)
                    .map(match -> new Outcome(match, false))
                    .orElseGet(() -> create(key, resource));
        });
    }

    Outcome update(ResourceKey key, ObjectNode resource, Precondition precondition) {
        requireSameId(key, resource);
        PatientIdentity.requireAgreement(key.type(), key.id(), resource);
        rules.require(key.type(), resource);
        return repository.inTransaction(() -> {
            Optional<StoredResource> current = repository.lock(key);
            precondition.require(current);
            boolean existed = current.isPresent() && !current.get().isDeleted();
            return new Outcome(store(key, Verb.PUT, current, resource), !existed);
        });
    }

    /** Updates the one match of {@code query}; creates if there is none. */
    Outcome updateMatched(String type, ObjectNode resource, QueryParameters query, Precondition precondition) {
        rules.require(type, resource);
        return repository.inTransaction(() -> {
            conditions.guard(type, query);
            Optional<StoredResource> match = conditions.onlyMatch(type, query);
            String ownId = resource.path("id").asText("");
            if (match.isEmpty()) {
                precondition.require(Optional.empty());
                return ownId.isEmpty()
                        ? create(new ResourceKey(type, newId(type, resource)), resource)
                        : update(key(type, ownId), resource, Precondition.NONE);
            }
            ResourceKey key = match.get().key();
            if (!ownId.isEmpty() && !ownId.equals(key.id())) {
                throw SpineException.at(
                        FhirError.INVALID_CONTENT,
                        type + ".id",
                        "The body has an id, and it is not that of the resource that matches the condition");
            }
            resource.put("id", key.id());
            return update(key, resource, precondition);
        });
    }

    Outcome patch(ResourceKey key, Patch patch, Precondition precondition) {
        return repository.inTransaction(() -> {
            StoredResource current = repository.lock(key).orElseThrow(() -> ReadInteraction.notFound(key));
            if (current.isDeleted()) {
                throw ReadInteraction.deleted(key);
            }
            precondition.require(Optional.of(current));
            ObjectNode patched = patch.apply(current.tree(), structures);
            requireSameId(key, patched);
            PatientIdentity.requireAgreement(key.type(), key.id(), patched);
            rules.require(key.type(), patched);
            return new Outcome(store(key, Verb.PATCH, Optional.of(current), patched), false);
        });
    }

    Outcome patchMatched(String type, Patch patch, QueryParameters query, Precondition precondition) {
        return repository.inTransaction(() -> {
            conditions.guard(type, query);
            StoredResource match = conditions
                    .onlyMatch(type, query)
                    .orElseThrow(() ->
                            new SpineException(FhirError.NOT_FOUND, "No %s matches the condition".formatted(type)));
            return patch(match.key(), patch, precondition);
        });
    }

    /** The deletion, or empty if there was nothing to delete. */
    Optional<StoredResource> delete(ResourceKey key, Precondition precondition) {
        return repository.inTransaction(() -> {
            Optional<StoredResource> current = repository.lock(key).filter(stored -> !stored.isDeleted());
            if (current.isEmpty()) {
                return Optional.empty();
            }
            precondition.require(current);
            writeRules.check(new WriteRule.Change(caller, key, Verb.DELETE, current, Optional.empty()));
            return Optional.of(
                    repository.store(ResourceWrite.deletion(key, current.get().version())));
        });
    }

    /** Deletes all matches, at most {@code limit}; more are refused. */
    List<StoredResource> deleteMatched(String type, QueryParameters query, int limit) {
        return repository.inTransaction(() -> {
            conditions.guard(type, query);
            return conditions.matches(type, query, limit).stream()
                    .map(StoredResource::key)
                    .sorted()
                    .flatMap(key -> delete(key, Precondition.NONE).stream())
                    .toList();
        });
    }

    private StoredResource store(ResourceKey key, Verb verb, Optional<StoredResource> current, ObjectNode resource) {
        long version = current.map(StoredResource::version).orElse(0L);
        writeRules.check(new WriteRule.Change(
                caller, key, verb, current.filter(stored -> !stored.isDeleted()), Optional.of(resource)));
        return repository.store(new ResourceWrite(key, verb, version, resource));
    }

    private static ResourceKey key(String type, String id) {
        if (!ResourceKey.isLogicalId(id)) {
            throw SpineException.at(FhirError.INVALID_CONTENT, type + ".id", "An id is 1 to 64 of A-Z a-z 0-9 - and .");
        }
        return new ResourceKey(type, id);
    }

    static void requireSameId(ResourceKey key, ObjectNode resource) {
        if (!resource.path("id").asText("").equals(key.id())) {
            throw SpineException.at(
                    FhirError.INVALID_CONTENT,
                    key.type() + ".id",
                    "The id in the body must be there and equal the id in the URL");
        }
    }
}
