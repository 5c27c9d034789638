package org.openspine.samples.population;

import java.util.Optional;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Hands out NHS numbers of the test range in a scattered order, none twice: stem {@code start + i * stride} modulo a prime
 * visits every stem once. The range from 974 000 000 x to 989 999 999 x holds neither the numbers of the stories nor those of
 * the national sandboxes. Stems without a check digit (one in eleven) are skipped.
 */
final class NhsNumbers {
    /** How many numbers there are, at least. */
    static final int CAPACITY = 14_500_000;

    private static final int FIRST_STEM = 974_000_000;
    private static final int STEMS = 15_999_989; // the largest prime below 16 million

    private final long stride;
    private long at;

    NhsNumbers(long seed) {
        var chance = new SeededStream(seed, "nhs-number", 0);
        at = chance.below(STEMS);
        stride = chance.between(STEMS / 3, STEMS / 2);
    }

    NhsNumber next() {
        Optional<NhsNumber> number;
        do {
            at = (at + stride) % STEMS;
            number = NhsNumber.ofStem((int) (FIRST_STEM + at));
        } while (number.isEmpty());
        return number.get();
    }
}
