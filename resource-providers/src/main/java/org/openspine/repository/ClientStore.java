package org.openspine.repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Registered client applications, for all nodes alike. Safe for use by many threads. */
public interface ClientStore {
    /** Registers a client, or replaces what was registered under its id. */
    void put(RegisteredClient client, Instant now);

    Optional<RegisteredClient> read(String id);

    /** By id. */
    List<RegisteredClient> list();

    /** Whether there was one. */
    boolean remove(String id);

    /** Marks an assertion of a client as used. False if it was used before, by whichever node. */
    boolean use(String client, String jti, Instant expires);

    /** Forgets used assertions that expired before {@code now}. */
    void forgetExpired(Instant now);

    /**
     * @param id at most 64 characters
     * @param organisation ODS code on whose behalf it asks
     * @param details JSON of what the server keeps of a client, at most 100,000 characters
     */
    record RegisteredClient(String id, String name, String organisation, boolean enabled, String details) {}
}
