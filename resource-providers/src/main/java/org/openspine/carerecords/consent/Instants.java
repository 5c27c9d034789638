package org.openspine.carerecords.consent;

import java.time.Instant;
import java.util.Optional;
import org.openspine.repository.search.DateRange;

/** FHIR's dates and dateTimes as points in time. */
public final class Instants {
    private Instants() {}

    /** The first millisecond of a date or dateTime of any precision; empty if it is neither. */
    public static Optional<Instant> first(String dateTime) {
        return DateRange.parse(dateTime).map(range -> Instant.ofEpochMilli(range.low()));
    }

    /** The last millisecond of a date or dateTime of any precision; empty if it is neither. */
    public static Optional<Instant> last(String dateTime) {
        return DateRange.parse(dateTime).map(range -> Instant.ofEpochMilli(range.high()));
    }
}
