package org.openspine.conformance.fhirpath;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** FHIR's dates and times by their text; a date without time is known less precisely than an instant on it. */
final class Moment {
    private static final int DATE_LENGTH = 10;

    private Moment() {}

    /** Negative, zero or positive; empty if the coarser of the two leaves it open. */
    static Optional<Integer> order(String one, String other) {
        if (one.equals(other)) {
            return Optional.of(0);
        }
        if (one.length() > DATE_LENGTH && other.length() > DATE_LENGTH) {
            try {
                return Optional.of(OffsetDateTime.parse(one)
                        .toInstant()
                        .compareTo(OffsetDateTime.parse(other).toInstant()));
            } catch (DateTimeException e) {
                return Optional.empty(); // without a zone, or malformed
            }
        }
        if (one.indexOf(':') == 2 && other.indexOf(':') == 2) {
            return Optional.of(one.compareTo(other));
        }
        int common = Math.min(Math.min(one.length(), other.length()), DATE_LENGTH);
        int order = one.substring(0, common).compareTo(other.substring(0, common));
        return order != 0 || one.length() == other.length() ? Optional.of(order) : Optional.empty();
    }
}
