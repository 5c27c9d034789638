package org.openspine.repository;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Surrogate keys made in the process: 64-bit numbers that grow with time (41 bits of milliseconds, 10 of node, 12 of
 * counter), and logical ids as UUIDs of version 7, which keep an index local. Safe for use by many threads.
 */
public final class TimeOrderedIds {
    private static final long EPOCH = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final int NODE_BITS = 10;
    private static final int COUNTER_BITS = 12;

    private final Clock clock;
    private final long node;
    private long lastMillis;
    private long counter;

    /**
     * @param node 0 to 1023, different for each process that writes to the same store at the same time
     * @param after a number made before, by whichever node: all new ones are larger
     */
    public TimeOrderedIds(Clock clock, int node, long after) {
        if (node < 0 || node >= 1 << NODE_BITS) {
            throw new IllegalArgumentException("node is 0 to 1023");
        }
        this.clock = clock;
        this.node = node;
        this.lastMillis = after >> (NODE_BITS + COUNTER_BITS);
        this.counter = (1 << COUNTER_BITS) - 1; // the rest of that millisecond may be another node's
    }

    /** A number larger than every one before from this instance; runs ahead of the clock rather than wait for it. */
    public synchronized long next() {
        long now = clock.millis() - EPOCH;
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (++counter >> COUNTER_BITS != 0) {
            lastMillis++;
            counter = 0;
        }
        return lastMillis << (NODE_BITS + COUNTER_BITS) | node << COUNTER_BITS | counter;
    }

    /** The smallest number that can have been made at or after {@code time}. */
    public static long floor(Instant time) {
        return Math.max(0, time.toEpochMilli() - EPOCH) << (NODE_BITS + COUNTER_BITS);
    }

    /** A new logical id. */
    public String nextLogicalId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = clock.millis() << 16 | 0x7000 | random.nextInt(1 << 12);
        long low = random.nextLong() >>> 2 | 1L << 63;
        return new UUID(high, low).toString();
    }
}
