package org.openspine.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.OutboxStore.DeadLetter;
import org.openspine.repository.OutboxStore.Message;
import org.openspine.repository.OutboxStore.Waiting;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/**
 * Calls the endpoint of a Subscription: a POST without a body, or a PUT of the resource. The Subscription shows {@code error}
 * while its last message is a dead letter, and {@code active} again when one arrives.
 */
final class HookChannel implements Channel {
    static final String NAME = "rest-hook";

    private static final Duration FRESH = Duration.ofMillis(500);

    private final ResourceRepository repository;
    private final Subscribers subscribers;
    private final HookTarget target;
    private final ThreadLocal<@Nullable Open> open = new ThreadLocal<>();
    private final Map<String, Wanting> latest = new ConcurrentHashMap<>();

    HookChannel(ResourceRepository repository, Subscribers subscribers, HookTarget target) {
        this.repository = repository;
        this.subscribers = subscribers;
        this.target = target;
    }

    /** A subscriber that is served, when it was read, and whether its last message is a dead letter. */
    private record Wanting(Subscriber subscriber, boolean isFailing, long read) {}

    /** A connection that was kept, and where it leads. */
    private record Open(String place, HookConnection connection) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(Waiting waiting) {
        Message message = waiting.message();
        Optional<Wanting> wanting = wanting(message.recipient());
        if (wanting.isEmpty()) {
            return Delivery.DONE; // nobody wants it any more
        }
        Subscriber subscriber = wanting.get().subscriber();
        Optional<byte[]> content = subscribers.permitted(subscriber, message);
        if (content.isEmpty()) {
            return Delivery.DONE; // what it would tell of is no longer for the subscriber
        }
        try {
            URI uri = target.require(subscriber.endpoint());
            int answer = send(uri, request(uri, subscriber, message, content.get()));
            if (answer < 200 || answer > 299) {
                return Delivery.failed("The endpoint answered with status %d".formatted(answer));
            }
        } catch (HookTarget.NotAllowedException e) {
            return Delivery.failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Delivery.failed(
                    "The endpoint cannot be reached: " + e.getClass().getSimpleName());
        }
        if (wanting.get().isFailing()) {
            update(subscriber.key(), subscription -> {
                subscription.put("status", "active");
                subscription.remove("error");
            });
        }
        return Delivery.DONE;
    }

    /** The subscriber as it was a moment ago: a batch of messages asks once. */
    private Optional<Wanting> wanting(String recipient) {
        Wanting known = latest.get(recipient);
        if (known != null && System.nanoTime() - known.read() < FRESH.toNanos()) {
            return Optional.of(known);
        }
        Optional<Wanting> now = repository
                .read(key(recipient))
                .filter(found -> !found.isDeleted())
                .flatMap(HookChannel::wanting);
        now.ifPresentOrElse(one -> latest.put(recipient, one), () -> latest.remove(recipient));
        return now;
    }

    private static Optional<Wanting> wanting(StoredResource stored) {
        ObjectNode subscription = stored.tree();
        String status = subscription.path("status").asText();
        return status.equals("off")
                ? Optional.empty()
                : Optional.of(new Wanting(
                        Subscriber.of(stored.key(), subscription), status.equals("error"), System.nanoTime()));
    }

    private static HookRequest request(URI uri, Subscriber subscriber, Message message, byte[] content) {
        if (content.length == 0) {
            return new HookRequest("POST", uri, subscriber.headers(), "", content);
        }
        String base = uri.toString().replaceFirst("/+$", "");
        URI place = URI.create(base + "/" + message.subject());
        return new HookRequest("PUT", place, subscriber.headers(), message.mediaType(), content);
    }

    /** By the connection that is open to this place, if it still is; the address is checked again for every new one. */
    private int send(URI uri, HookRequest request) throws IOException {
        String place = uri.getScheme() + "://" + uri.getRawAuthority();
        Open kept = open.get();
        open.remove();
        if (kept != null && kept.place().equals(place)) {
            try {
                return sendAndKeep(kept, request);
            } catch (IOException e) {
                kept.connection().close(); // the other side had enough of it; once more on a new one
            }
        } else if (kept != null) {
            kept.connection().close();
        }
        InetAddress address = target.resolve(uri);
        Open fresh = new Open(place, HookConnection.open(uri, address));
        try {
            return sendAndKeep(fresh, request);
        } catch (IOException e) {
            fresh.connection().close();
            throw e;
        }
    }

    private int sendAndKeep(Open connection, HookRequest request) throws IOException {
        int status = connection.connection().send(request);
        if (connection.connection().isReusable()) {
            open.set(connection);
        } else {
            connection.connection().close();
        }
        return status;
    }

    @Override
    public void gaveUp(DeadLetter letter) {
        update(key(letter.message().recipient()), subscription -> {
            if (!subscription.path("status").asText().equals("off")) {
                subscription.put("status", "error").put("error", letter.reason());
            }
        });
    }

    private void update(ResourceKey key, Consumer<ObjectNode> change) {
        latest.remove(key.toString());
        repository.inTransaction(() -> {
            Optional<StoredResource> current = repository.lock(key).filter(stored -> !stored.isDeleted());
            if (current.isPresent()) {
                ObjectNode subscription = current.get().tree();
                change.accept(subscription);
                repository.store(new ResourceWrite(key, Verb.PUT, current.get().version(), subscription));
            }
            return current;
        });
    }

    private static ResourceKey key(String recipient) {
        return new ResourceKey("Subscription", recipient.substring(recipient.indexOf('/') + 1));
    }
}
