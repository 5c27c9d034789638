package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the server under unscheduled looks: each one that was answered is recorded and told, and arrives. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtectionCrashTest {
    private static final int LOOKS = 100;

    @Test
    void answeredLooksAreRecordedAndToldOnH2(@TempDir Path folder) throws IOException, InterruptedException {
        ProtectionCrashProgram.Outcome outcome = ProtectionCrashProgram.onH2(folder, 1, LOOKS);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.answered()).isGreaterThanOrEqualTo(LOOKS);
    }

    @Test
    void answeredLooksAreRecordedAndToldOnPostgresql(@TempDir Path folder) throws IOException, InterruptedException {
        ProtectionCrashProgram.Outcome outcome = ProtectionCrashProgram.onPostgres(folder, 1, LOOKS);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.answered()).isGreaterThanOrEqualTo(LOOKS);
    }
}
