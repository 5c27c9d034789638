package org.openspine.repository;

/**
 * Makes index rows anew where records were stored by a program whose rules were others: keys that a service derives
 * ({@link org.openspine.repository.search.DerivedKeys}) would not find them. How far it came is kept in the store, so that it goes on
 * after a restart; nodes take turns, piece by piece. Versions, history and the change log stay as they are.
 */
public interface Reindexing {
    /**
     * How far the records of one type are.
     *
     * @param read records looked at so far
     * @param renewed those of them whose rows were not what they should be
     */
    record Progress(String type, long read, long renewed, boolean isFinished) {}

    /** Looks at the next records of the first type that is not finished, at most so many, in one transaction. */
    Progress next(int most);
}
