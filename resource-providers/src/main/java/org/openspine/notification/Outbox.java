package org.openspine.notification;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.OutboxStore;
import org.openspine.repository.OutboxStore.Message;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;

/**
 * Where messages to others are left, in the transaction of what they tell: they are delivered if that is committed, at least
 * once, and in order for each recipient. Safe for use by many threads.
 */
public final class Outbox {
    private static final String MEDIA_TYPE = "application/fhir+json";

    private final OutboxStore store;
    private final Optional<String> channel;
    private final Clock clock;

    /** @param channel that messages without one of their own go by, if there is any */
    Outbox(ResourceRepository repository, Optional<String> channel, Clock clock) {
        this.store = repository.outbox();
        this.channel = channel;
        this.clock = clock;
    }

    /** Whether there is a channel that delivers messages to {@link #add}. */
    public boolean isConnected() {
        return channel.isPresent();
    }

    /**
     * Leaves a resource for a recipient, by the channel the operator configured. Does nothing if there is none. Call it last in
     * a transaction: it makes others who write to the same recipient wait until the commit.
     *
     * @param recipient whose messages arrive in order: {@code authority/991}, {@code privacy-officer/RZ9}
     * @param subject the resource whose delivery this is; a Communication's status follows
     */
    public void add(String recipient, Optional<ResourceKey> subject, JsonNode resource) {
        add(recipient, subject, ResourceJson.write(resource));
    }

    /** The same for a resource that is JSON already. */
    public void add(String recipient, Optional<ResourceKey> subject, byte[] resource) {
        addAll(List.of(new Letter(recipient, subject, resource)));
    }

    /** The same for several, in as few statements as one recipient needs. */
    void addAll(List<Letter> letters) {
        channel.ifPresent(name -> add(letters.stream()
                .map(letter ->
                        new Message(letter.recipient(), name, name(letter.subject()), MEDIA_TYPE, letter.resource()))
                .toList()));
    }

    /** A resource as JSON for a recipient. */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once; nobody compares letters
    record Letter(String recipient, Optional<ResourceKey> subject, byte[] resource) {}

    /** Leaves messages for channels they name. */
    void add(List<Message> messages) {
        if (!messages.isEmpty()) {
            store.add(messages, clock.instant());
        }
    }

    private static String name(Optional<ResourceKey> subject) {
        return subject.map(ResourceKey::toString).orElse("");
    }
}
