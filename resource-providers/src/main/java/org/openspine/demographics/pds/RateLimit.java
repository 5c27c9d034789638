package org.openspine.demographics.pds;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openspine.access.Caller;
import org.openspine.error.SpineException;

/** How many requests of one application are answered within a second, on each node. */
final class RateLimit {
    private static final int MOST_CLIENTS = 10_000;

    private final int perSecond;
    private final String diagnostics;
    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /** A second, and the requests that came in it. */
    private record Window(long second, int requests) {}

    /** @param perSecond 0 is without limit */
    RateLimit(int perSecond, String diagnostics, Clock clock) {
        this.perSecond = perSecond;
        this.diagnostics = diagnostics;
        this.clock = clock;
    }

    /** Throws {@link PdsError#TOO_MANY_REQUESTS} if this request is one too many. */
    void require(Caller caller) {
        if (perSecond == 0) {
            return;
        }
        if (windows.size() > MOST_CLIENTS) {
            windows.clear();
        }
        long second = clock.instant().getEpochSecond();
        Window window = windows.merge(
                caller.client(),
                new Window(second, 1),
                (old, fresh) -> old.second() == second ? new Window(second, old.requests() + 1) : fresh);
        if (window.requests() > perSecond) {
            throw new SpineException(PdsError.TOO_MANY_REQUESTS, diagnostics);
        }
    }
}
