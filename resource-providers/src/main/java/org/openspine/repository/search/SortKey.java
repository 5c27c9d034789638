package org.openspine.repository.search;

/** One key of {@code _sort}. Resources without a value come last, whichever the direction. */
public sealed interface SortKey {
    boolean descending();

    record LastUpdated(boolean descending) implements SortKey {}

    record Id(boolean descending) implements SortKey {}

    /** The lowest value of the parameter ascending, the highest descending. */
    record Indexed(long parameter, IndexKind kind, boolean descending) implements SortKey {}
}
