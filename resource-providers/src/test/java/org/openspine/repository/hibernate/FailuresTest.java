package org.openspine.repository.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

class FailuresTest {
    /** SECURITY section 10: what the database does not do in time is 503; only lost races are run again. */
    @ParameterizedTest
    @CsvSource({
        "57014, OVERDUE, false",
        "55P03, OVERDUE, true",
        "HYT00, OVERDUE, true",
        "40001, OVERDUE, true",
        "08006, BUSY, false",
        "57P01, BUSY, false"
    })
    void whatTakesTooLongIsToldApartFromWhatIsAway(String state, FhirError told, boolean again) {
        RuntimeException failure = new IllegalStateException(new SQLException("no", state));
        assertThat(Failures.translate(failure))
                .isInstanceOfSatisfying(SpineException.class, thrown -> assertThat(thrown.code())
                        .isEqualTo(told));
        assertThat(Failures.isRetryable(failure)).isEqualTo(again);
    }

    /** H2 tells the locked row, and with it a patient's record, in the message of a timeout: it must not get into a log. */
    @Test
    void aLostRaceDoesNotTellTheRow() {
        Throwable told = Failures.translate(
                new IllegalStateException(new SQLException("Timeout", "HYT00", new IllegalStateException("a row"))));
        assertThat(told).hasNoCause();
    }
}
