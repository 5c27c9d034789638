package org.openspine.samples.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.openspine.samples.Progress.State;

class ProgressBarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aTerminalShowsABarWithRateAndTimeLeft() {
        try (var bar = ProgressBar.redrawn(out, "resources")) {
            bar.report(state(5_000, 0.5, 10));
            bar.report(state(5_010, 0.5, 10));
        }
        assertThat(text())
                .contains("[" + "=".repeat(15) + " ".repeat(15) + "]")
                .contains("50 %, 5,000 resources, 500 a second, 0:10 left")
                .endsWith("5,010 resources in 0:10, 501 a second\u001b[K" + System.lineSeparator());
    }

    @Test
    void aLogGetsAPlainLineEveryFewSeconds() {
        try (var bar = ProgressBar.plain(out, "patients")) {
            for (int second = 1; second <= 12; second++) {
                bar.report(state(second * 100L, second / 12.0, second));
            }
        }
        assertThat(text().lines())
                .containsExactly(
                        " 42 %, 500 patients, 100 a second, 0:07 left",
                        " 83 %, 1,000 patients, 100 a second, 0:02 left", "1,200 patients in 0:12, 100 a second");
    }

    @Test
    void withoutASizeThereIsNoBarAndNoTimeLeft() {
        try (var bar = ProgressBar.redrawn(out, "resources")) {
            bar.report(new State(30, OptionalDouble.empty(), Duration.ofSeconds(3)));
        }
        assertThat(text()).startsWith("\r30 resources, 10 a second\u001b[K").doesNotContain("left");
    }

    private static State state(long done, double fraction, int seconds) {
        return new State(done, OptionalDouble.of(fraction), Duration.ofSeconds(seconds));
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
