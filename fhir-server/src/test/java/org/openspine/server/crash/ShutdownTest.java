package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: what was accepted is answered, then the program ends by itself. */
class ShutdownTest {
    private static final Duration PROMPT = Duration.ofSeconds(15);
    private static final List<Integer> ENDED_BY_SIGTERM = List.of(143, 0);
    private static final int LARGE = 400;
    private static final int CLIENTS = 8;

    @Test
    void requestsUnderWayAreAnsweredAndNothingAnsweredIsLost(@TempDir Path folder)
            throws InterruptedException, ExecutionException {
        Ledger ledger = new Ledger();
        ServerProcess server = start(folder);
        FhirClient client = new FhirClient(server.address());
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            Writers writers = Writers.start(client, ledger, "w", new Random());
            ledger.awaitConfirmations(200);
            CountDownLatch sent = new CountDownLatch(CLIENTS);
            List<Future<FhirClient.Answer>> large = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                ObjectNode bundle = large(i);
                large.add(clients.submit(() -> post(client, bundle, sent)));
            }
            sent.await();
            ledger.awaitConfirmations(16); // by now the server works on the large ones too
            server.terminate();
            assertThat(server.awaitEnd(PROMPT)).isIn(ENDED_BY_SIGTERM);
            writers.awaitEnd();
            for (Future<FhirClient.Answer> answer : large) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
            assertThat(server.log()).isEmpty();
        } finally {
            clients.shutdownNow();
            server.close();
        }
        try (ServerProcess again = start(folder)) {
            assertThat(Verification.faults(new FhirClient(again.address()), ledger))
                    .isEmpty();
        }
    }

    private static FhirClient.Answer post(FhirClient client, ObjectNode bundle, CountDownLatch sent)
            throws IOException, InterruptedException {
        sent.countDown();
        return client.post("", bundle);
    }

    private static ObjectNode large(int number) {
        List<String> identifiers = IntStream.range(0, LARGE)
                .mapToObj(i -> "large-" + number + "-" + i)
                .toList();
        return Flags.transaction(identifiers, "large-" + number, "large-" + number);
    }

    private static ServerProcess start(Path folder) throws InterruptedException {
        return ServerProcess.sandbox(folder, Crash.JAVA_OPTIONS, "--data.dir=h2", "--samples=none");
    }
}
