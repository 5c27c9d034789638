package org.openspine.api;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openspine.access.Caller;

/** How many requests of one application are answered within a second, on each node. */
public final class RateLimit {
    private static final int MOST_CLIENTS = 10_000;

    private final int perSecond;
    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /** A second, and the requests that came in it. */
    private record Window(long second, int requests) {}

    /** @param perSecond 0 is without limit */
    public RateLimit(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Counts a request; whether it is one too many. */
    public boolean isExceededBy(Caller caller) {
        if (perSecond == 0) {
            return false;
        }
        if (windows.size() > MOST_CLIENTS) {
            windows.clear();
        }
        long second = clock.instant().getEpochSecond();
        Window window = windows.merge(
                caller.client(),
                new Window(second, 1),
                (old, fresh) -> old.second() == second ? new Window(second, old.requests() + 1) : fresh);
        return window.requests() > perSecond;
    }
}
