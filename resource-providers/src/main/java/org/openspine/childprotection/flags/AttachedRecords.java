package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openspine.childprotection.FlagDetails;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** What hangs on a patient flag: adjustments, conditions, a consent. */
final class AttachedRecords {
    private static final Set<String> GONE = Set.of("inactive", "entered-in-error");

    private final ResourceRepository repository;

    AttachedRecords(ResourceRepository repository) {
        this.repository = repository;
    }

    /** Those a flag names that are there and were not removed, in the flag's order. */
    List<StoredResource> of(JsonNode flag) {
        List<ResourceKey> keys = FlagDetails.of(flag);
        Map<ResourceKey, StoredResource> found = repository.read(keys);
        List<StoredResource> attached = new ArrayList<>();
        for (ResourceKey key : keys) {
            StoredResource stored = found.get(key);
            if (stored != null && !isGone(stored)) {
                attached.add(stored);
            }
        }
        return attached;
    }

    static boolean isGone(StoredResource stored) {
        JsonNode resource = stored.tree();
        return switch (stored.key().type()) {
            case "Flag" -> GONE.contains(resource.path("status").asText());
            case "Condition" -> isErroneous(resource);
            default -> resource.path("status").asText().equals("entered-in-error");
        };
    }

    private static boolean isErroneous(JsonNode condition) {
        return condition
                .path("verificationStatus")
                .path("coding")
                .path(0)
                .path("code")
                .asText()
                .equals("entered-in-error");
    }
}
