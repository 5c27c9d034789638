package org.openspine.fhir;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** By when the entries of a Bundle are begun: each may take seconds, and the answer is due within thirty. */
record Deadline(Clock clock, Instant end) {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    static Deadline from(Clock clock) {
        return new Deadline(clock, clock.instant().plus(LONGEST));
    }

    /** Throws {@link FhirError#BUSY} if it is over. */
    void require() {
        if (clock.instant().isAfter(end)) {
            throw new SpineException(FhirError.BUSY, "The Bundle takes too long; send its entries in smaller ones");
        }
    }
}
