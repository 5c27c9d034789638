package org.openspine.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openspine.fhir.VisibleRecord;
import org.openspine.repository.ChangeFeed;
import org.openspine.repository.ChangeLog;
import org.openspine.repository.ChangeLog.Change;
import org.openspine.repository.OutboxStore.Message;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.SearchQuery;

/**
 * Reads the change log and leaves a message for every Subscription that a change concerns, and tells watchers. One node reads at
 * a time; messages and position are saved in one transaction, so that nothing is told twice or not at all. Used by one thread.
 */
final class SubscriptionFeed implements DeliveryWork.Worker {
    private static final String NAME = "subscriptions";
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int BATCH = 400;

    private final ResourceRepository repository;
    private final ChangeLog log;
    private final ChangeFeed feed;
    private final Outbox outbox;
    private final Subscribers subscribers;
    private final List<ChangeWatcher> watchers;
    private final DeliveryStatus status;
    private final Clock clock;
    private final String worker = UUID.randomUUID().toString();

    SubscriptionFeed(
            ResourceRepository repository,
            Outbox outbox,
            Subscribers subscribers,
            List<ChangeWatcher> watchers,
            Clock clock) {
        this.repository = repository;
        this.log = repository.changes();
        this.feed = repository.changeFeed();
        this.outbox = outbox;
        this.subscribers = subscribers;
        this.watchers = List.copyOf(watchers);
        this.status = new DeliveryStatus(repository);
        this.clock = clock;
        feed.claim(NAME, worker, clock.instant(), LEASE, log.end()); // the first one ever begins here
    }

    /** To tell of the next changes. Empty if there are none, or another node reads. */
    @Override
    public Optional<Runnable> next() {
        Optional<ChangeLog.Position> from = feed.claim(NAME, worker, clock.instant(), LEASE, log.end());
        List<Change> changes = from.map(position -> log.after(position, BATCH)).orElse(List.of());
        return from.isEmpty() || changes.isEmpty() ? Optional.empty() : Optional.of(() -> tell(from.get(), changes));
    }

    private void tell(ChangeLog.Position from, List<Change> changes) {
        repository.inTransaction(() -> {
            if (!feed.advance(
                    NAME, worker, from, changes.get(changes.size() - 1).position())) {
                return false; // another node was faster
            }
            List<Change> living = changes.stream()
                    .filter(change -> change.verb() != Verb.DELETE)
                    .toList();
            for (ChangeWatcher watcher : watchers) {
                List<Change> watched = living.stream()
                        .filter(change -> watcher.types().contains(change.key().type()))
                        .toList();
                if (!watched.isEmpty()) {
                    watcher.changed(watched);
                }
            }
            List<Message> messages = messages(living);
            completeUnwanted(living, messages);
            outbox.add(messages);
            return true;
        });
    }

    private List<Message> messages(List<Change> changes) {
        List<Message> messages = new ArrayList<>();
        Map<String, List<Change>> byType = changes.stream()
                .collect(Collectors.groupingBy(change -> change.key().type()));
        for (Subscribers.Active active : subscribers.now()) {
            List<Change> ofType = byType.getOrDefault(active.criteria().type(), List.of());
            if (!ofType.isEmpty()) {
                messages.addAll(messages(active, ofType));
            }
        }
        return messages;
    }

    /** One message for each change of a resource that matches as it is now. */
    private List<Message> messages(Subscribers.Active active, List<Change> changes) {
        Subscriber subscriber = active.subscriber();
        VisibleRecord visible = subscribers.visibleTo(subscriber);
        Map<ResourceKey, StoredResource> matches = new HashMap<>();
        matching(active, visible, changes).forEach(stored -> matches.put(stored.key(), stored));
        List<Message> messages = new ArrayList<>();
        for (Change change : changes) {
            Optional<StoredResource> stored = Optional.ofNullable(matches.get(change.key()))
                    .filter(found -> !found.lastUpdated().isBefore(subscriber.since()))
                    .filter(found -> !isOwnUpdate(change, found));
            stored.ifPresent(found -> messages.add(new Message(
                    subscriber.recipient(),
                    HookChannel.NAME,
                    found.key().toString(),
                    subscriber.payload(),
                    subscriber.payload().isEmpty()
                            ? new byte[0]
                            : visible.view(found).body())));
        }
        return messages;
    }

    private List<StoredResource> matching(Subscribers.Active active, VisibleRecord visible, List<Change> changes) {
        Set<String> ids = changes.stream().map(change -> change.key().id()).collect(Collectors.toSet());
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(new Criterion.Ids(List.copyOf(ids)));
        active.criteria()
                .criteria()
                .forEach(criterion ->
                        criteria.add(visible.limited(active.criteria().type(), criterion)));
        criteria.addAll(visible.criteria(active.criteria().type()));
        return repository
                .search(new SearchQuery(
                        active.criteria().type(), criteria, List.of(), SearchQuery.MAX_COUNT, Optional.empty()))
                .matches();
    }

    /** That a notification was delivered is no news to those it is delivered to. */
    private static boolean isOwnUpdate(Change change, StoredResource stored) {
        return change.version() > 1 && DeliveryStatus.isNotification(stored);
    }

    /** Notifications for which there is no channel after all have arrived. */
    private void completeUnwanted(List<Change> changes, List<Message> messages) {
        if (outbox.isConnected()) {
            return;
        }
        Set<String> wanted = new HashSet<>();
        messages.forEach(message -> wanted.add(message.subject()));
        List<String> unwanted = changes.stream()
                .filter(change -> change.key().type().equals("Communication") && change.version() == 1)
                .map(change -> change.key().toString())
                .filter(subject -> !wanted.contains(subject))
                .toList();
        status.delivered(unwanted);
    }
}
