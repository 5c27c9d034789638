package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that cannot start says why in one line that helps, and ends. */
class ProgramTest {
    private static final int FAILED = 1;
    private static final int WRONG_CALL = 2;

    @Test
    void dataFolderInUseIsRefused(@TempDir Path folder) throws InterruptedException {
        try (ServerProcess first = ServerProcess.sandbox(folder, Crash.JAVA_OPTIONS, "--samples=none")) {
            assertThat(refusal(folder, "sandbox", "--http.port=0", "--samples=none"))
                    .contains("data", "in use by another process", "data.dir");
            assertThat(first.log()).isEmpty();
        }
    }

    @Test
    void busyPortIsRefused(@TempDir Path folder) throws IOException, InterruptedException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(folder, "sandbox", "--http.port=" + busy.getLocalPort(), "--samples=none"))
                    .contains("Cannot listen", Integer.toString(busy.getLocalPort()), "http.port");
        }
    }

    @Test
    void unreachableDatabaseIsRefused(@TempDir Path folder) throws InterruptedException {
        assertThat(refusal(folder, "sandbox", "--http.port=0", "--database.url=jdbc:postgresql://127.0.0.1:1/none"))
                .contains("Cannot reach the database", "jdbc:postgresql://127.0.0.1:1/none", "database.url");
    }

    @Test
    void settingOfTheWrongFormIsRefused(@TempDir Path folder) throws InterruptedException {
        assertThat(refusal(folder, "sandbox", "--http.port=eighty")).contains("http.port");
    }

    @Test
    void unknownSettingIsAWrongCall(@TempDir Path folder) throws InterruptedException {
        ServerProcess.Ended ended = ServerProcess.run(folder, Crash.JAVA_OPTIONS, "sandbox", "--http.prt=0");
        assertThat(ended.status()).isEqualTo(WRONG_CALL);
        assertThat(ended.err().get(0)).contains("--http.prt");
    }

    /** The only line the program wrote before it ended with 1. */
    private static String refusal(Path folder, String... arguments) throws InterruptedException {
        ServerProcess.Ended ended = ServerProcess.run(folder, Crash.JAVA_OPTIONS, arguments);
        assertThat(ended.err()).hasSize(1);
        assertThat(ended.out()).isEqualTo(List.of());
        assertThat(ended.status()).isEqualTo(FAILED);
        return ended.err().get(0);
    }
}
