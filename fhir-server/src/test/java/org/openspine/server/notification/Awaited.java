package org.openspine.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what goes on beside requests: looks again until it is so, for at most a minute; every look is a request. */
public final class Awaited {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Awaited() {}

    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
        }
    }
}
