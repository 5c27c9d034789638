package org.openspine.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openspine.repository.OutboxStore;
import org.openspine.repository.OutboxStore.Claimed;
import org.openspine.repository.OutboxStore.DeadLetter;
import org.openspine.repository.OutboxStore.Waiting;
import org.openspine.repository.ResourceRepository;

/** Delivers the messages of one recipient after the other. Used by one thread. */
final class Courier implements DeliveryWork.Worker {
    /** So long others wait if this node dies. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** A batch ends here, so that the lease outlives the slowest delivery that may follow. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(4);

    private static final int BATCH = 200;
    private static final int LONGEST_REASON = 500;

    private final ResourceRepository repository;
    private final OutboxStore outbox;
    private final Map<String, Channel> channels;
    private final DeliveryStatus status;
    private final int attempts;
    private final Backoff backoff;
    private final Clock clock;
    private final String name = UUID.randomUUID().toString();

    Courier(ResourceRepository repository, Map<String, Channel> channels, NotificationConfig config, Clock clock) {
        this.repository = repository;
        this.outbox = repository.outbox();
        this.channels = Map.copyOf(channels);
        this.status = new DeliveryStatus(repository);
        this.attempts = config.attempts();
        this.backoff = new Backoff(config.pause());
        this.clock = clock;
    }

    /** To deliver what is due for one recipient, who is this courier's for a while. Empty if nothing is due for anybody. */
    @Override
    public Optional<Runnable> next() {
        return outbox.claim(name, clock.instant(), LEASE).map(claimed -> () -> deliver(claimed));
    }

    private void deliver(Claimed claimed) {
        List<Waiting> batch = outbox.first(claimed.recipient(), BATCH);
        if (batch.isEmpty()) {
            outbox.settle(claimed, name, clock.instant());
            return;
        }
        List<Waiting> arrived = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        var end = clock.instant().plus(LONGEST_BATCH);
        for (Waiting message : batch) {
            Channel.Delivery delivery = attempt(message);
            if (delivery instanceof Channel.Delivery.Failed failed) {
                failure = Optional.of(failed.reason());
                break;
            }
            arrived.add(message);
            if (clock.instant().isAfter(end)) {
                break;
            }
        }
        if (!arrived.isEmpty() && !acknowledge(claimed, arrived)) {
            return; // another node took over: it delivers them again
        }
        if (failure.isEmpty()) {
            outbox.settle(claimed, name, clock.instant());
            return;
        }
        int failed = (arrived.isEmpty() ? claimed.attempts() : 0) + 1;
        if (failed >= attempts) {
            giveUp(claimed, batch.get(arrived.size()), failed, failure.get());
        } else {
            outbox.release(claimed, name, failed, clock.instant().plus(backoff.after(failed)));
        }
    }

    private Channel.Delivery attempt(Waiting message) {
        Channel channel = channels.get(message.message().channel());
        if (channel == null) {
            return Channel.Delivery.failed(
                    "No channel '%s' is configured".formatted(message.message().channel()));
        }
        return channel.deliver(message);
    }

    private boolean acknowledge(Claimed claimed, List<Waiting> arrived) {
        return repository.inTransaction(() -> {
            long upTo = arrived.get(arrived.size() - 1).number();
            boolean own = outbox.delivered(claimed, name, upTo, clock.instant().plus(LEASE));
            if (own) {
                status.delivered(arrived.stream()
                        .map(message -> message.message().subject())
                        .toList());
            }
            return own;
        });
    }

    private void giveUp(Claimed claimed, Waiting message, int failed, String reason) {
        DeadLetter letter = new DeadLetter(
                UUID.randomUUID().toString(),
                message.message(),
                message.created(),
                clock.instant(),
                failed,
                reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
        repository.inTransaction(() -> {
            boolean own =
                    outbox.bury(claimed, name, message, letter, clock.instant().plus(LEASE));
            if (own) {
                status.undeliverable(message.message().subject());
                Channel channel = channels.get(message.message().channel());
                if (channel != null) {
                    channel.gaveUp(letter);
                }
            }
            return own;
        });
        outbox.settle(claimed, name, clock.instant());
    }
}
