package org.openspine.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;

/** So many requests for each client in a time, as a bucket of permits that fills evenly. Each node counts for itself. */
public final class RateLimit {
    /** Whether a request may go on. */
    public enum Permit {
        GIVEN,
        REFUSED
    }

    private static final int MAX_CLIENTS = 100_000;

    private final double perMilli;
    private final double burst;
    private final Clock clock;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .expireAfterAccess(Duration.ofMinutes(15))
            .build();

    private static final class Bucket {
        private double permits;
        private long filled;
    }

    /** @param burst how many may come at once */
    public RateLimit(double count, Duration in, double burst, Clock clock) {
        this.perMilli = count / in.toMillis();
        this.burst = burst;
        this.clock = clock;
    }

    public Permit take(String client) {
        Bucket bucket = bucket(client);
        synchronized (bucket) {
            fill(bucket);
            if (bucket.permits < 1) {
                return Permit.REFUSED;
            }
            bucket.permits--;
            return Permit.GIVEN;
        }
    }

    boolean isExhausted(String client) {
        Bucket bucket = bucket(client);
        synchronized (bucket) {
            fill(bucket);
            return bucket.permits < 1;
        }
    }

    private Bucket bucket(String client) {
        return buckets.get(client, key -> {
            Bucket fresh = new Bucket();
            fresh.permits = burst;
            fresh.filled = clock.millis();
            return fresh;
        });
    }

    private void fill(Bucket bucket) {
        long now = clock.millis();
        bucket.permits = Math.min(burst, bucket.permits + Math.max(0, now - bucket.filled) * perMilli);
        bucket.filled = now;
    }
}
