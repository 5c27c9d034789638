package org.openspine.demographics.pds;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.NumberBlocks;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Gives NHS numbers, none of them twice: neither to two threads or nodes nor after a crash, since a number belongs to a block
 * that was taken durably before. What is left of the block of a node that ends is never given.
 */
final class NhsNumbers {
    private static final int BLOCK = 100;

    private final NumberBlocks blocks;
    private final PdsConfig.NumberRange range;
    private final Deque<NhsNumber> unused = new ArrayDeque<>();

    NhsNumbers(NumberBlocks blocks, PdsConfig.NumberRange range) {
        this.blocks = blocks;
        this.range = range;
    }

    /** The next number. Must not be called inside a transaction. */
    synchronized NhsNumber next() {
        while (unused.isEmpty()) {
            takeBlock();
        }
        return unused.removeFirst();
    }

    /** Takes back a number of which nobody heard. */
    synchronized void giveBack(NhsNumber number) {
        unused.addFirst(number);
    }

    private void takeBlock() {
        String series = "nhs-number %09d-%09d".formatted(range.first(), range.last());
        long first = range.first() + blocks.take(series, BLOCK);
        if (first > range.last()) {
            throw new SpineException(FhirError.BUSY, "All NHS numbers that this service may give were given");
        }
        int last = (int) Math.min(range.last(), first + BLOCK - 1);
        for (int stem = (int) first; stem <= last; stem++) {
            Optional<NhsNumber> number = NhsNumber.ofStem(stem); // one stem in eleven has no check digit
            number.ifPresent(unused::addLast);
        }
    }
}
