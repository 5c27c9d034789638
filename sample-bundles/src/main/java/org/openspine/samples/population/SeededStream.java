package org.openspine.samples.population;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Chance that repeats: the SplitMix64 sequence, written out because the JDK does not promise the values of its own
 * {@code SplittableRandom} from one release to the next. One stream for each household; not thread-safe.
 *
 * @see <a href="https://prng.di.unimi.it/splitmix64.c">SplitMix64</a>
 */
final class SeededStream {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private long state;

    /** A stream of its own for the {@code index}-th thing of a kind. */
    SeededStream(long seed, String kind, long index) {
        state = mixed(mixed(seed + STEP) ^ mixed(kind.hashCode() * STEP) ^ mixed(index * STEP + 1));
    }

    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    long nextLong() {
        state += STEP;
        return mixed(state);
    }

    /** From 0 to {@code bound} - 1. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }

    /** From {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /** True {@code perThousand} times in a thousand. */
    boolean inThousand(int perThousand) {
        return below(1000) < perThousand;
    }

    /** True {@code perCent} times in a hundred. */
    boolean inHundred(int perCent) {
        return below(100) < perCent;
    }

    <T> T pick(List<T> values) {
        return values.get(below(values.size()));
    }

    /** That many hexadecimal digits, at most seven, in capitals. */
    String hexadecimal(int digits) {
        int beyond = 1 << (4 * digits);
        return Integer.toHexString(beyond + below(beyond))
                .toUpperCase(Locale.ROOT)
                .substring(1);
    }

    /** A version 4 UUID. */
    String uuid() {
        long most = (nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long least = (nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(most, least).toString();
    }
}
