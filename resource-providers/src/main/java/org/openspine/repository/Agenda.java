package org.openspine.repository;

import java.util.Collection;
import java.util.List;

/**
 * Lists that services keep, in order: of what waits, for a time or for someone, or of what happened last. Works in the caller's transaction if there
 * is one, so that a list never differs from the resources it is about. Safe for use by many threads.
 */
public interface Agenda {
    /**
     * A subject in a list.
     *
     * @param list its name, at most 64 characters
     * @param subject at most 64 characters; at most once in a list
     * @param position its place in the order, such as a time in milliseconds
     */
    record Entry(String list, String subject, long position) {}

    /** Adds what is in none of the lists yet, in one statement. */
    void add(Collection<Entry> entries);

    /** Gives what is in the lists another position, in one statement. */
    void move(Collection<Entry> entries);

    /** Takes out what may be in the lists, in one statement; positions do not matter. */
    void remove(Collection<Entry> entries);

    /** The first entries of a list up to a position, at most {@code limit}, in order; found by an index. */
    List<Entry> first(String list, long upTo, int limit);
}
