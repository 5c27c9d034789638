package org.openspine.repository;

import java.util.List;

/**
 * One line per committed write, in an order in which no line can appear before one that was already read. Versions of one
 * resource that overlapping transactions made may stand in either order; every one of them is there.
 */
public interface ChangeLog {
    /** The beginning of the log. */
    Position START = new Position(0, 0);

    /** Up to {@code limit} changes after this position, oldest first. Changes still being committed are held back. */
    List<Change> after(Position position, int limit);

    /** Where the log ends now, as far as it can be read. */
    Position end();

    /** Where a change stands: its transaction, then its number within the store. */
    record Position(long transaction, long number) {}

    /** That {@code key} reached {@code version} by {@code verb}. */
    record Change(Position position, ResourceKey key, long version, Verb verb) {}
}
