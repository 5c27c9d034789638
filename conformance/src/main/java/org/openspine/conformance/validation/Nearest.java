package org.openspine.conformance.validation;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that was probably meant. */
final class Nearest {
    private static final int LONGEST_COMPARED = 64;

    private Nearest() {}

    /** The most similar of {@code names}, or empty if none is close; only edits of up to a third of the letters count as slips. */
    static Optional<String> to(String name, Collection<String> names) {
        if (name.length() > LONGEST_COMPARED) {
            return Optional.empty();
        }
        int slips = (name.length() + 2) / 3;
        return names.stream()
                .filter(candidate -> distance(name, candidate) <= slips)
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's distance, letters of either case being equal. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
