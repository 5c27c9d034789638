package org.openspine.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/** Stores what somebody is to be told as Communication and puts it on its way, in the caller's transaction. */
public final class Notifications {
    /** What a notification is about, as one of its categories; every one has such a coding. */
    public static final String TOPIC_SYSTEM = "https://openspine.org/fhir/CodeSystem/notification-topic";

    private final ResourceRepository repository;
    private final Outbox outbox;
    private final BooleanSupplier hasSubscribers;

    /** @param hasSubscribers whether anybody subscribed to Communications */
    Notifications(ResourceRepository repository, Outbox outbox, BooleanSupplier hasSubscribers) {
        this.repository = repository;
        this.outbox = outbox;
        this.hasSubscribers = hasSubscribers;
    }

    /**
     * A Communication and to whom it goes.
     *
     * @param recipient whose messages arrive in order, such as {@code authority/991}
     * @param id of the Communication; one that is stored already is not sent again. Empty: a new one
     */
    public record Addressed(String recipient, Optional<String> id, ObjectNode communication) {
        Optional<ResourceKey> key() {
            return id.map(known -> new ResourceKey("Communication", known));
        }
    }

    /**
     * Stores the messages and queues their delivery; their status follows. Without a channel to deliver by they are completed at
     * once. Call it last in a transaction.
     */
    public void send(List<Addressed> all) {
        List<Addressed> messages = unsent(all);
        String status = outbox.isConnected() || hasSubscribers.getAsBoolean() ? "in-progress" : "completed";
        List<ResourceWrite> writes = new ArrayList<>();
        for (Addressed message : messages) {
            message.communication().put("status", status);
            ResourceKey key =
                    message.key().orElseGet(() -> new ResourceKey("Communication", repository.nextLogicalId()));
            writes.add(new ResourceWrite(key, Verb.POST, 0, message.communication()));
        }
        List<StoredResource> stored = repository.store(writes);
        List<Outbox.Letter> letters = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            letters.add(new Outbox.Letter(
                    messages.get(i).recipient(),
                    Optional.of(stored.get(i).key()),
                    stored.get(i).body()));
        }
        outbox.addAll(letters);
    }

    private List<Addressed> unsent(List<Addressed> messages) {
        List<ResourceKey> named =
                messages.stream().flatMap(message -> message.key().stream()).toList();
        if (named.isEmpty()) {
            return messages;
        }
        Set<ResourceKey> sent = repository.read(named).keySet();
        return messages.stream()
                .filter(message -> message.key().filter(sent::contains).isEmpty())
                .toList();
    }
}
