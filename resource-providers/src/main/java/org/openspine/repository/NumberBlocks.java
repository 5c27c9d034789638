package org.openspine.repository;

/** Counts what is given once and never again, for all nodes over one store. Safe for use by many threads. */
public interface NumberBlocks {
    /**
     * Takes the next {@code size} numbers of a series, which begins at 0: returns the first of them. They are the caller's for
     * ever, which is durable when this returns; it must not be called inside a transaction, with which they would come back.
     *
     * @param series at most 64 characters
     */
    long take(String series, int size);
}
