package org.openspine.notification;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: twice as long each time, give or take a half, so that nodes do not march in step. */
record Backoff(Duration first) {
    static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 20;

    /** @param attempts those that failed, at least one */
    Duration after(int attempts) {
        return jittered(attempts, ThreadLocalRandom.current().nextDouble());
    }

    /** @param chance 0 to 1 */
    Duration jittered(int attempts, double chance) {
        long doubled = first.toMillis() << Math.min(attempts - 1, MOST_DOUBLINGS);
        long capped = Math.min(doubled, LONGEST.toMillis());
        return Duration.ofMillis((long) (capped * (0.5 + chance)));
    }
}
