package org.openspine.samples.load;

import java.time.Duration;

/** What a load did: requests sent, resources in them and the time it took. */
public record LoadResult(long bundles, long resources, Duration duration) {
    /** Resources per second. */
    public double rate() {
        double seconds = duration.toNanos() / 1e9;
        return seconds > 0 ? resources / seconds : 0;
    }
}
