package org.openspine.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openspine.repository.ClientStore;

/** Registered applications, remembered for as long as a change may take to be noticed. */
final class ClientRegistry {
    private static final Duration NOTICED_AFTER = Duration.ofSeconds(30);

    private final ClientStore store;
    private final Cache<String, Optional<ClientApplication>> known;

    ClientRegistry(ClientStore store, Clock clock) {
        this.store = store;
        known = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(NOTICED_AFTER)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** The application, if it is registered and enabled. */
    Optional<ClientApplication> enabled(String id) {
        return known.get(id, wanted -> store.read(wanted).map(ClientApplication::of))
                .filter(ClientApplication::enabled);
    }

    /** As it is stored now: for the token endpoint, where seconds matter less than freshness. */
    Optional<ClientApplication> current(String id) {
        return store.read(id).map(ClientApplication::of).filter(ClientApplication::enabled);
    }
}
