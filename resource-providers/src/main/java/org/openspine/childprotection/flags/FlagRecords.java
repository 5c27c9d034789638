package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openspine.childprotection.Codings;
import org.openspine.childprotection.FlagDetails;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientFlags;
import org.openspine.childprotection.PatientParameter;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Stores flags and what hangs on them, so that a patient has one flag of a kind and nothing twice: what is there already takes
 * the notes of what comes. Call with the Patient locked.
 */
final class FlagRecords {
    private final ResourceRepository repository;
    private final PatientFlags flags;
    private final AttachedRecords attached;

    FlagRecords(ResourceRepository repository) {
        this.repository = repository;
        this.flags = new PatientFlags(repository);
        this.attached = new AttachedRecords(repository);
    }

    /** A record as it is now, and whether it is new. */
    record Kept(StoredResource stored, boolean created) {}

    Optional<StoredResource> active(NhsNumber patient, FlagKind kind) {
        return flags.ofPerson(patient, List.of(kind)).stream()
                .filter(PatientFlags::isActive)
                .findFirst();
    }

    /** The top-level flag of its kind: a new one, or the one there is with the notes and details of this one. */
    Kept flag(NhsNumber patient, FlagKind kind, ObjectNode sent, Optional<String> id) {
        Optional<StoredResource> current = active(patient, kind);
        if (current.isEmpty()) {
            normalise(patient, sent);
            withNationalCode(kind, sent);
            return new Kept(store(newKey("Flag", id), 0, sent), true);
        }
        ObjectNode existing = current.get().tree();
        boolean changed = FlagNotes.append(existing, sent);
        List<ResourceKey> before = FlagDetails.of(existing);
        if (!before.containsAll(FlagDetails.of(sent))) {
            FlagDetails.add(existing, FlagDetails.of(sent));
            changed = true;
        }
        return changed
                ? new Kept(store(current.get().key(), current.get().version(), existing), false)
                : new Kept(current.get(), false);
    }

    /** An adjustment or a condition on a flag: a new one, or the identical one there is with the notes of this one. */
    Kept detail(NhsNumber patient, ResourceKey flag, ObjectNode sent, Optional<String> id) {
        StoredResource parent = repository.lock(flag).orElseThrow();
        ObjectNode tree = parent.tree();
        String type = sent.path("resourceType").asText();
        for (StoredResource one : attached.of(tree)) {
            ObjectNode existing = one.tree();
            if (one.key().type().equals(type) && isSame(existing, sent)) {
                return FlagNotes.append(existing, sent)
                        ? new Kept(store(one.key(), one.version(), existing), false)
                        : new Kept(one, false);
            }
        }
        normalise(patient, sent);
        StoredResource stored = store(newKey(type, id), 0, sent);
        FlagDetails.add(tree, List.of(stored.key()));
        store(parent.key(), parent.version(), tree);
        return new Kept(stored, true);
    }

    /** The next version of a record. */
    StoredResource store(ResourceKey key, long version, ObjectNode content) {
        return repository.store(new ResourceWrite(key, version == 0 ? Verb.POST : Verb.PUT, version, content));
    }

    static void normalise(NhsNumber patient, ObjectNode resource) {
        resource.set("subject", PatientParameter.subject(patient, resource.path("subject")));
    }

    /** The national code first, whatever other code the flag came with. */
    static void withNationalCode(FlagKind kind, ObjectNode flag) {
        ObjectNode code = flag.withObject("/code");
        for (JsonNode coding : code.path("coding")) {
            if (coding.path("system").asText().equals(FlagKind.SYSTEM)) {
                return;
            }
        }
        code.withArray("coding").insert(0, Codings.coding(FlagKind.SYSTEM, kind.code(), kind.display()));
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return Codings.overlap(one.path("code"), other.path("code")) && sameOwnCategory(one, other);
    }

    private static boolean sameOwnCategory(JsonNode one, JsonNode other) {
        for (JsonNode first : one.path("category")) {
            for (JsonNode second : other.path("category")) {
                boolean own =
                        !first.path("coding").path(0).path("system").asText().equals(FlagKind.SYSTEM);
                if (own && Codings.overlap(first, second)) {
                    return true;
                }
            }
        }
        return one.path("category").size() < 2 && other.path("category").size() < 2;
    }

    /** The id a client asked for if nobody has it, else a new one. */
    private ResourceKey newKey(String type, Optional<String> id) {
        return id.filter(ResourceKey::isLogicalId)
                .map(wanted -> new ResourceKey(type, wanted))
                .filter(key -> repository.lock(key).isEmpty())
                .orElseGet(() -> new ResourceKey(type, repository.nextLogicalId()));
    }
}
