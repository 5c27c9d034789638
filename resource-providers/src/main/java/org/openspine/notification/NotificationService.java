package org.openspine.notification;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openspine.api.BackgroundWork;
import org.openspine.api.Visibility;
import org.openspine.api.WriteRule;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SpineService;
import org.openspine.repository.ResourceRepository;

/** Delivery of notifications: the outbox for services, the couriers that empty it, Subscriptions, and operations on dead letters. */
public final class NotificationService implements SpineService {
    /** They wait for receivers most of the time; one that does not answer holds up one of them. */
    private static final int COURIERS = 6;

    private final ResourceRepository repository;
    private final NotificationConfig config;
    private final Clock clock;
    private final Outbox outbox;
    private final Notifications notifications;
    private final SubscriptionRule rule;
    private final Subscribers subscribers;
    private final Map<String, Channel> channels = new HashMap<>();
    private final List<ChangeWatcher> watchers = new ArrayList<>();

    public NotificationService(
            ResourceRepository repository, SearchParameterRegistry registry, NotificationConfig config, Clock clock) {
        this.repository = repository;
        this.config = config;
        this.clock = clock;
        HookTarget target = new HookTarget(config.hosts(), config.local());
        SubscriptionCriteria criteria = new SubscriptionCriteria(registry, clock);
        rule = new SubscriptionRule(criteria, target, clock);
        subscribers = new Subscribers(repository, criteria, clock);
        config.folder().map(FolderChannel::new).ifPresent(folder -> channels.put(folder.name(), folder));
        channels.put(HookChannel.NAME, new HookChannel(repository, subscribers, target));
        outbox = new Outbox(repository, config.folder().map(folder -> FolderChannel.NAME), clock);
        notifications = new Notifications(repository, outbox, () -> subscribers.isWanted("Communication"));
    }

    public Outbox outbox() {
        return outbox;
    }

    public Notifications notifications() {
        return notifications;
    }

    /** Tells a watcher of changes; call before the work starts. */
    public void watch(ChangeWatcher watcher) {
        watchers.add(watcher);
    }

    /** Limits what subscribers are told to what they may see; call before the work starts. */
    public void limitBy(List<Visibility> visibilities) {
        subscribers.limitBy(visibilities);
    }

    @Override
    public List<WriteRule> writeRules() {
        return List.of(rule);
    }

    @Override
    public List<Operation> operations() {
        return new DeadLetters(repository, clock).operations();
    }

    @Override
    public List<BackgroundWork> work() {
        return List.of(
                new DeliveryWork("courier", COURIERS, () -> new Courier(repository, channels, config, clock)),
                new DeliveryWork(
                        "subscriptions",
                        1,
                        () -> new SubscriptionFeed(repository, outbox, subscribers, watchers, clock)));
    }
}
