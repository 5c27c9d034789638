package org.openspine.server.http;

import org.openspine.repository.ResourceRepository;

/** What requests cost in statements. */
public final class StatementCounts {
    private static final int TRIES = 8;

    private StatementCounts() {}

    /** The fewest of some tries: what goes on beside requests needs statements too, now and then. */
    public static long fewest(ResourceRepository repository, Runnable request) {
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long before = repository.statementCount();
            request.run();
            fewest = Math.min(fewest, repository.statementCount() - before);
        }
        return fewest;
    }
}
