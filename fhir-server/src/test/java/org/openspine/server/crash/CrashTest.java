package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashTest {
    private static final int WRITES = 300;

    @Test
    void answeredWritesSurviveTheDeathOfTheServer(@TempDir Path folder)
            throws InterruptedException, ExecutionException {
        Crash.Outcome outcome = new Crash(folder, 3, WRITES, new Random()).ofServer();
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.confirmed()).isGreaterThan(WRITES);
    }

    @Test
    void answeredWritesSurviveTheDeathOfPostgresqlAndTheServerRecovers(@TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException {
        Crash.Outcome outcome = new Crash(folder, 1, WRITES, new Random()).ofPostgres();
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.busy()).isPositive();
    }
}
