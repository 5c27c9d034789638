package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that can grow no more, as on a full disk: writes are put off, reads go on, and nothing answered is lost. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullTest {
    private static final int WRITES = 40;
    private static final int READS = 1_000;
    private static final int ROOM = 200_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesArePutOffUntilThereIsRoomAgain(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit limits the file of a running process");
        Set<String> stored = new HashSet<>();
        try (ServerProcess server = start(folder)) {
            FhirClient client = new FhirClient(server.address());
            assertThat(write(client, stored)).containsOnly(201);
            limit(server, Files.size(folder.resolve("h2/openspine.mv.db")) + ROOM);
            assertThat(write(client, stored)).containsOnly(201, 503).endsWith(503);
            assertThat(found(client)).isEqualTo(stored);
            limit(server, -1);
            assertThat(write(client, stored)).containsOnly(201);
            assertThat(found(client)).isEqualTo(stored);
        }
        try (ServerProcess again = start(folder)) {
            assertThat(found(new FhirClient(again.address()))).isEqualTo(stored);
        }
    }

    /** The status of each of some creates; the ids of those that were answered 201 are added to {@code stored}. */
    private static List<Integer> write(FhirClient client, Set<String> stored) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            FhirClient.Answer answer = client.post(
                    "Organization",
                    JSON.createObjectNode().put("resourceType", "Organization").put("name", "Larkfield"));
            statuses.add(answer.status());
            answer.place().ifPresent(place -> stored.add(place.id()));
        }
        return statuses;
    }

    private static Set<String> found(FhirClient client) throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        FhirClient.Answer answer = client.get("Organization?name=Larkfield&_count=1000");
        for (int again = 0;
                answer.status() == 503 && again < READS;
                again++) { // H2 opens its file anew after a failure
            answer = client.get("Organization?name=Larkfield&_count=1000");
        }
        assertThat(answer.status()).isEqualTo(200);
        answer.body()
                .path("entry")
                .forEach(entry -> ids.add(entry.at("/resource/id").asText()));
        return ids;
    }

    /** @param bytes the longest file the process may write, -1 for any */
    private static void limit(ServerProcess server, long bytes) throws IOException, InterruptedException {
        String size = bytes < 0 ? "unlimited" : Long.toString(bytes);
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + size + ":unlimited")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    private static ServerProcess start(Path folder) throws InterruptedException {
        return ServerProcess.sandbox(folder, Crash.JAVA_OPTIONS, "--data.dir=h2", "--samples=none");
    }
}
