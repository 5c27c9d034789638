package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.crash.ServerProcess;

/** SIGKILL while prescriptions live: every event that was answered is there, and none by half. */
class PrescriptionsAfterKillTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");
    private static final int CLIENTS = 4;
    private static final int EVENTS = 80;

    /** Status of the prescription after none, order, release, notification and claim. */
    private static final List<String> STATUSES = List.of("", "0001", "0002", "0006", "0008");

    private final HttpClient http = HttpClient.newHttpClient();

    /** A prescription and how many of its events were answered. */
    private record Told(Course course, int events) {}

    @Test
    void everyAnsweredEventIsThereAndNoneByHalf(@TempDir Path folder) throws IOException, InterruptedException {
        Map<String, Told> told = liveUntilKilled(folder, "--data.dir=h2");
        check(folder, told, "--data.dir=h2");
    }

    /** Server and database are killed, the database in the middle of what the server left it with. */
    @Test
    void everyAnsweredEventIsThereAndNoneByHalfOnPostgresql(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (PostgresProcess database = PostgresProcess.create(folder.resolve("postgresql"))) {
            String[] settings = {"--database.url=" + database.url(), "--database.user=postgres"};
            Map<String, Told> told = liveUntilKilled(folder, settings);
            database.kill();
            database.start();
            check(folder, told, settings);
        }
    }

    private Map<String, Told> liveUntilKilled(Path folder, String... settings) throws InterruptedException {
        Map<String, Told> told = new ConcurrentHashMap<>();
        ServerProcess server = start(folder, settings);
        try {
            CountDownLatch enough = new CountDownLatch(EVENTS);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> live(server.address(), told, enough));
                client.start();
                clients.add(client);
            }
            assertThat(enough.await(2, TimeUnit.MINUTES)).isTrue();
            server.kill();
            for (Thread client : clients) {
                client.join();
            }
        } finally {
            server.close();
        }
        return told;
    }

    private void check(Path folder, Map<String, Told> told, String... settings)
            throws IOException, InterruptedException {
        try (ServerProcess again = start(folder, settings)) {
            for (Told each : told.values()) {
                check(again.address(), each);
            }
        }
    }

    /** Until the server is gone. */
    private void live(URI server, Map<String, Told> told, CountDownLatch enough) {
        try {
            while (true) {
                Course course = new Course(TestPatients.next());
                told.put(course.number, new Told(course, 0));
                Message order = course.order();
                String digest = post(server, "$prepare", order)
                        .at("/parameter/0/valueString")
                        .asText();
                order.with("/entry/7/resource/signature/0/data", "\"" + Signer.sign(digest) + "\"");
                List<String> paths = List.of("$process-message", "Task/$release", "$process-message", "Claim");
                List<Message> messages = List.of(
                        order,
                        course.release(),
                        course.notification(),
                        course.claim(UUID.randomUUID().toString()));
                for (int event = 0; event < messages.size(); event++) {
                    post(server, paths.get(event), messages.get(event));
                    told.put(course.number, new Told(course, event + 1));
                    enough.countDown();
                }
            }
        } catch (IOException | InterruptedException gone) {
            // what was under way when the server was killed has no answer
        }
    }

    /** The last event may have happened without an answer, but then whole. */
    private void check(URI server, Told told) throws IOException, InterruptedException {
        String number = URLEncoder.encode(told.course().number, StandardCharsets.UTF_8);
        JsonNode tracked = get(server, "/electronic-prescriptions/FHIR/R4/Task?focus:identifier=" + number);
        String status =
                tracked.at("/entry/0/resource/businessStatus/coding/0/code").asText();
        int reached = STATUSES.indexOf(status);
        assertThat(reached)
                .as("%s after %d events", told.course().number, told.events())
                .isBetween(told.events(), Math.min(told.events() + 1, STATUSES.size() - 1));
        JsonNode tasks = get(server, "/FHIR/R4/Task?group-identifier=" + number);
        assertThat(tasks.path("entry").size()).isEqualTo(reached == 0 ? 0 : 1);
        if (reached == 0) {
            return;
        }
        assertThat(tasks.at("/entry/0/resource/businessStatus/coding/0/code").asText())
                .isEqualTo(status);
        JsonNode items = get(
                server,
                "/FHIR/R4/MedicationRequest?identifier=%s,%s".formatted(told.course().first, told.course().second));
        assertThat(items.path("entry").size()).isEqualTo(2);
        for (JsonNode entry : items.path("entry")) {
            assertThat(entry.at("/resource/status").asText()).isEqualTo(reached < 3 ? "active" : "completed");
        }
    }

    private JsonNode post(URI server, String path, Message message) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.resolve("/electronic-prescriptions/FHIR/R4/" + path))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(message.json())));
    }

    private JsonNode get(URI server, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                request.header("X-Request-ID", UUID.randomUUID().toString()).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return MAPPER.readTree(response.body());
    }

    private static ServerProcess start(Path folder, String... settings) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--samples=none"));
        all.addAll(List.of(settings));
        return ServerProcess.sandbox(folder, JAVA_OPTIONS, all.toArray(String[]::new));
    }
}
