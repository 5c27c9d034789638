package org.openspine.notification;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How notifications leave.
 *
 * @param folder where messages to organisations are dropped; without it they stay in the store
 * @param hosts that rest-hooks may call; {@code *.example.org} stands for every host below
 * @param local whether rest-hooks may call loopback and private addresses, and without TLS
 * @param attempts before a message is a dead letter
 * @param pause before the second attempt; every further one is twice as long, up to 15 minutes, give or take a half
 */
public record NotificationConfig(
        Optional<Path> folder, Set<String> hosts, boolean local, int attempts, Duration pause) {
    public static final NotificationConfig NONE =
            new NotificationConfig(Optional.empty(), Set.of(), false, 12, Duration.ofSeconds(1));

    public NotificationConfig {
        hosts = Set.copyOf(hosts);
    }
}
