package org.openspine.repository;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A page of past versions, newest first.
 *
 * @param type only this type, or all
 * @param id only this resource (needs a type)
 * @param since only versions made at or after this time
 * @param at only versions that were current at some time within this period
 * @param count 1 to 500 entries
 * @param before where the page before ended: {@link HistoryPage#next}
 */
public record HistoryQuery(
        Optional<String> type,
        Optional<String> id,
        Optional<Instant> since,
        Optional<Period> at,
        int count,
        OptionalLong before) {
    /** Both ends inclusive. */
    public record Period(Instant from, Instant to) {}
}
