package org.openspine.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten seconds of each target: no crash, no hang, no answer of 5xx. */
class FuzzIT {
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int FEWEST = 20;

    @ParameterizedTest
    @EnumSource
    void noInputIsTheServersFault(FuzzTarget target) throws Exception {
        FuzzRun.Outcome outcome = new FuzzRun(target, Path.of("target", "fuzz")).run(TIME);

        assertThat(outcome.clean()).as(outcome.endOfLog()).isTrue();
        assertThat(outcome.inputs()).as(outcome.endOfLog()).isGreaterThan(FEWEST);
    }
}
