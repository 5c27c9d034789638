package org.openspine.notification;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openspine.api.BackgroundWork;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SpineService;
import org.openspine.repository.ResourceRepository;

/** Delivery of notifications: the outbox for services, the couriers that empty it, and the operations on dead letters. */
public final class NotificationService implements SpineService {
    private static final int COURIERS = 2;

    private final ResourceRepository repository;
    private final NotificationConfig config;
    private final Clock clock;
    private final Outbox outbox;
    private final Notifications notifications;
    private final Map<String, Channel> channels = new HashMap<>();

    public NotificationService(ResourceRepository repository, NotificationConfig config, Clock clock) {
        this.repository = repository;
        this.config = config;
        this.clock = clock;
        config.folder().map(FolderChannel::new).ifPresent(folder -> channels.put(folder.name(), folder));
        outbox = new Outbox(repository, config.folder().map(folder -> FolderChannel.NAME), clock);
        notifications = new Notifications(repository, outbox, () -> false);
    }

    public Outbox outbox() {
        return outbox;
    }

    public Notifications notifications() {
        return notifications;
    }

    @Override
    public List<Operation> operations() {
        return List.of(new DeadLettersOperation(repository), new RedeliverOperation(repository, clock));
    }

    @Override
    public List<BackgroundWork> work() {
        List<BackgroundWork> work = new ArrayList<>();
        work.add(new DeliveryWork(
                "courier", COURIERS, () -> new Courier(repository, channels, config, clock)::deliverNext));
        return work;
    }
}
