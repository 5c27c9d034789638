package org.openspine.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.Visibility;
import org.openspine.error.SpineException;
import org.openspine.fhir.VisibleRecord;
import org.openspine.repository.OutboxStore.Message;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** The Subscriptions that are served now. Safe for use by many threads. */
final class Subscribers {
    private static final int MOST = 500;
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Criterion SERVED = new Criterion.Indexed(
            IndexId.parameter("Subscription", "status"),
            List.of(
                    new ValueMatch.Token(OptionalLong.empty(), "active"),
                    new ValueMatch.Token(OptionalLong.empty(), "error")));

    private final ResourceRepository repository;
    private final SubscriptionCriteria criteria;
    private final Clock clock;
    private volatile List<Visibility> visibilities = List.of();
    private volatile Known known = new Known(Instant.MIN, List.of());

    Subscribers(ResourceRepository repository, SubscriptionCriteria criteria, Clock clock) {
        this.repository = repository;
        this.criteria = criteria;
        this.clock = clock;
    }

    /** A Subscription and its criteria as they are searched. */
    record Active(Subscriber subscriber, SubscriptionCriteria.Parsed criteria) {}

    private record Known(Instant at, List<Active> active) {}

    void limitBy(List<Visibility> limits) {
        visibilities = List.copyOf(limits);
    }

    VisibleRecord visibleTo(Subscriber subscriber) {
        return new VisibleRecord(visibilities, subscriber.caller());
    }

    /**
     * What a message may carry now: a patient may have refused since it was queued. Empty where its subject is no longer for
     * the subscriber.
     */
    Optional<byte[]> permitted(Subscriber subscriber, Message message) {
        String[] subject = message.subject().split("/");
        VisibleRecord visible = visibleTo(subscriber);
        List<Criterion> limits = visible.criteria(subject[0]);
        if (subject.length != 2 || limits.isEmpty()) {
            return Optional.of(message.content());
        }
        List<Criterion> criteria = new ArrayList<>(limits);
        criteria.add(new Criterion.Ids(List.of(subject[1])));
        return repository
                .search(new SearchQuery(subject[0], criteria, List.of(), 1, Optional.empty()))
                .matches()
                .stream()
                .findFirst()
                .map(found -> message.content().length == 0
                        ? message.content()
                        : visible.view(found).body());
    }

    /** As they are in the store; those whose time is over are switched off. */
    List<Active> now() {
        List<Active> active = new ArrayList<>();
        Instant now = clock.instant();
        for (StoredResource stored : repository
                .search(new SearchQuery("Subscription", List.of(SERVED), List.of(), MOST, Optional.empty()))
                .matches()) {
            Subscriber subscriber = Subscriber.of(stored.key(), stored.tree());
            if (subscriber.end().isBefore(now)) {
                switchOff(stored);
            } else {
                parsed(subscriber).ifPresent(parsed -> active.add(new Active(subscriber, parsed)));
            }
        }
        known = new Known(now, List.copyOf(active));
        return active;
    }

    /** Whether anybody subscribed to this type, as far as was known a second ago. */
    boolean isWanted(String type) {
        Known seen = known;
        List<Active> active = seen.at().isBefore(clock.instant().minus(FRESH)) ? now() : seen.active();
        return active.stream().anyMatch(one -> one.criteria().type().equals(type));
    }

    /** Criteria that no longer mean anything match nothing. */
    private Optional<SubscriptionCriteria.Parsed> parsed(Subscriber subscriber) {
        try {
            return Optional.of(criteria.parse(subscriber.criteria()));
        } catch (SpineException e) {
            return Optional.empty();
        }
    }

    private void switchOff(StoredResource stored) {
        repository.inTransaction(() -> {
            Optional<StoredResource> current = repository
                    .lock(stored.key())
                    .filter(found -> !found.isDeleted() && found.version() == stored.version());
            if (current.isPresent()) {
                ObjectNode subscription = current.get().tree();
                subscription.put("status", "off");
                repository.store(new ResourceWrite(stored.key(), Verb.PUT, stored.version(), subscription));
            }
            return current;
        });
    }
}
