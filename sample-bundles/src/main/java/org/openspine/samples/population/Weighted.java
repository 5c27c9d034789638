package org.openspine.samples.population;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** Values of which some come more often than others. */
final class Weighted<T> {
    private final List<T> values;
    private final int[] upTo;

    private Weighted(List<T> values, int[] upTo) {
        this.values = values;
        this.upTo = upTo;
    }

    static <T> Weighted<T> of(List<T> values, ToIntFunction<T> weight) {
        int[] upTo = values.stream().mapToInt(weight).toArray();
        Arrays.parallelPrefix(upTo, Integer::sum);
        return new Weighted<>(List.copyOf(values), upTo);
    }

    /** Values in falling order of frequency, as names are: the tenth is about a third as frequent as the first. */
    static <T> Weighted<T> ranked(List<T> values) {
        int[] upTo = new int[values.size()];
        int sum = 0;
        for (int rank = 0; rank < upTo.length; rank++) {
            sum += 10_000 / (rank + 5);
            upTo[rank] = sum;
        }
        return new Weighted<>(List.copyOf(values), upTo);
    }

    T pick(SeededStream chance) {
        int drawn = chance.below(upTo[upTo.length - 1]);
        int found = Arrays.binarySearch(upTo, drawn + 1);
        return values.get(found >= 0 ? first(found) : -found - 1);
    }

    /** The first of equal sums: a value of weight 0 is never picked. */
    private int first(int found) {
        int at = found;
        while (at > 0 && upTo[at - 1] == upTo[at]) {
            at--;
        }
        return at;
    }
}
