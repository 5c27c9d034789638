package org.openspine.referrals;

import org.openspine.repository.ResourceRepository;

/**
 * Numbers that are given once, whatever the node: each node takes blocks of them from the database and gives them out one by one.
 * Numbers of a block that a node did not come to give are never given. Safe for use by many threads.
 */
public final class NumberAllocator {
    private static final int BLOCK = 500;

    private final ResourceRepository repository;
    private final String name;
    private final long first;
    private long next;
    private long end;

    /** @param first the first number ever */
    public NumberAllocator(ResourceRepository repository, String name, long first) {
        this.repository = repository;
        this.name = name;
        this.first = first;
    }

    /** UBRNs, as numbers. */
    public static NumberAllocator ubrns(ResourceRepository repository) {
        return new NumberAllocator(repository, "ubrn", 70_000);
    }

    /** Logical ids of appointments made by this service. */
    public static NumberAllocator appointments(ResourceRepository repository) {
        return new NumberAllocator(repository, "ers-appointment", 70_000);
    }

    public synchronized long next() {
        if (next == end) {
            next = repository.reserveNumbers(name, first, BLOCK);
            end = next + BLOCK;
        }
        return next++;
    }

    /** Twelve digits. */
    public static String ubrn(long number) {
        return "%012d".formatted(number);
    }
}
