package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL for one of two nodes over one PostgreSQL: the other goes on, and knows everything that either has answered. */
class OneNodeOfTwoKilledTest {
    private static final int CLIENTS = 4;
    private static final int BEFORE = 60;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theOtherNodeGoesOnAndKnowsEveryAnsweredWrite(@TempDir Path folder) throws IOException, InterruptedException {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                ServerProcess killed = node(folder.resolve("a"), database);
                ServerProcess other = node(folder.resolve("b"), database)) {
            Queue<String> answered = new ConcurrentLinkedQueue<>();
            CountDownLatch enough = new CountDownLatch(BEFORE);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> writeUntilGone(killed.address(), answered, enough));
                client.start();
                clients.add(client);
            }
            assertThat(enough.await(1, TimeUnit.MINUTES)).isTrue();
            killed.kill();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(create(other.address()).statusCode()).isEqualTo(201);
            for (String location : answered) {
                String path = URI.create(location).getPath();
                HttpResponse<String> read = http.send(
                        HttpRequest.newBuilder(other.address().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(read.statusCode()).as(path).isEqualTo(200);
            }
            assertThat(answered).hasSizeGreaterThanOrEqualTo(BEFORE);
        }
    }

    private void writeUntilGone(URI server, Queue<String> answered, CountDownLatch enough) {
        try {
            while (true) {
                HttpResponse<String> created = create(server);
                assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
                answered.add(created.headers().firstValue("Location").orElseThrow());
                enough.countDown();
            }
        } catch (IOException | InterruptedException gone) {
            // what was under way when the node was killed has no answer
        }
    }

    private HttpResponse<String> create(URI server) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.resolve("/FHIR/R4/Basic"))
                        .header("Content-Type", "application/fhir+json")
                        .header("X-Request-ID", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static ServerProcess node(Path folder, EmbeddedPostgres database) throws IOException, InterruptedException {
        return ServerProcess.sandbox(
                Files.createDirectories(folder),
                Crash.JAVA_OPTIONS,
                "--samples=none",
                "--database.url=jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                "--database.user=postgres");
    }
}
