package org.openspine.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far a reader of the {@link ChangeLog} has come, for all nodes alike; one worker reads at a time. */
public interface ChangeFeed {
    /**
     * The position of a reader, if this worker may read on. The first time ever it is {@code start}.
     *
     * @param lease how long nobody else may
     */
    Optional<ChangeLog.Position> claim(
            String name, String worker, Instant now, Duration lease, ChangeLog.Position start);

    /** Moves the reader on, in the caller's transaction. False if it is another worker's by now. */
    boolean advance(String name, String worker, ChangeLog.Position from, ChangeLog.Position to);

    /** Lets another worker read on at once. */
    void release(String name, String worker);
}
