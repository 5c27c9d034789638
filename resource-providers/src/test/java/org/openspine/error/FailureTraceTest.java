package org.openspine.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailureTraceTest {
    private static final Throwable FAILURE = new SpineException(
            FhirError.BUSY,
            "try again",
            new IllegalStateException(
                    "row of 9000000009", new SQLException("Key (number)=(9000000009) already exists", "23505")));

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aTraceTellsKindsAndPlacesAndNoValues() {
        assertThat(printed(FailureTrace.of(FAILURE)))
                .contains("org.openspine.error.SpineException BUSY")
                .contains("Caused by: java.lang.IllegalStateException")
                .contains("Caused by: java.sql.SQLException")
                .contains("at org.openspine.error.FailureTraceTest")
                .doesNotContain("9000000009");
    }

    @Test
    void theKindsStandInOneLine() {
        assertThat(FailureTrace.kinds(FAILURE))
                .isEqualTo("org.openspine.error.SpineException BUSY < java.lang.IllegalStateException"
                        + " < java.sql.SQLException");
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception first = new IllegalStateException("a");
        Exception second = new IllegalStateException("b", first);
        first.initCause(second);
        assertThat(FailureTrace.kinds(first).split(" < ")).hasSize(8);
        assertThat(printed(FailureTrace.of(first))).contains("IllegalStateException");
    }
}
