package org.openspine.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/** Lets the status of Communications follow their delivery. Works in the caller's transaction. */
final class DeliveryStatus {
    private static final Set<String> UNDER_WAY = Set.of("preparation", "in-progress", "on-hold");

    private final ResourceRepository repository;

    DeliveryStatus(ResourceRepository repository) {
        this.repository = repository;
    }

    /** These were delivered: completed, unless other messages about them are on their way. */
    void delivered(Collection<String> subjects) {
        Set<String> about = new TreeSet<>(subjects);
        about.removeIf(subject -> communication(subject).isEmpty());
        about.removeAll(new HashSet<>(repository.outbox().waiting(about)));
        set(about, "completed");
    }

    /** This was given up. */
    void undeliverable(String subject) {
        set(Set.of(subject), "on-hold");
    }

    /** These are tried once more. */
    void underWay(Collection<String> subjects) {
        set(new TreeSet<>(subjects), "in-progress");
    }

    private void set(Set<String> subjects, String status) {
        List<ResourceKey> keys = subjects.stream()
                .map(DeliveryStatus::communication)
                .flatMap(Optional::stream)
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        repository.lock(keys);
        repository.store(
                keys.stream().flatMap(key -> changed(key, status).stream()).toList());
    }

    private Optional<ResourceWrite> changed(ResourceKey key, String status) {
        Optional<StoredResource> current =
                repository.lock(key).filter(stored -> !stored.isDeleted()).filter(DeliveryStatus::isNotification);
        if (current.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode communication = current.get().tree();
        String before = communication.path("status").asText();
        if (!UNDER_WAY.contains(before) || before.equals(status)) {
            return Optional.empty();
        }
        communication.put("status", status);
        return Optional.of(new ResourceWrite(key, Verb.PUT, current.get().version(), communication));
    }

    /** Whether this was sent through {@link Notifications}; the Communications of others have lives of their own. */
    static boolean isNotification(StoredResource stored) {
        if (!stored.key().type().equals("Communication")) {
            return false;
        }
        for (JsonNode category : stored.tree().path("category")) {
            for (JsonNode coding : category.path("coding")) {
                if (coding.path("system").asText().equals(Notifications.TOPIC_SYSTEM)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Optional<ResourceKey> communication(String subject) {
        String prefix = "Communication/";
        return subject.startsWith(prefix)
                ? Optional.of(new ResourceKey("Communication", subject.substring(prefix.length())))
                : Optional.empty();
    }
}
