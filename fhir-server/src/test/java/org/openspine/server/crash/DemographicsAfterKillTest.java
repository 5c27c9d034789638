package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL while patients are created and updated: no NHS number is given twice, and no update is applied by half. */
class DemographicsAfterKillTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CLIENTS = 4;
    private static final int BEFORE = 60;
    private static final int AFTER = 150;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void numbersAreGivenOnceAndUpdatesAreWhole(@TempDir Path folder) throws InterruptedException, IOException {
        Set<String> given = ConcurrentHashMap.newKeySet();
        List<Thread> clients = new ArrayList<>();
        ServerProcess server = start(folder);
        try {
            CountDownLatch enough = new CountDownLatch(BEFORE);
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> createAndUpdate(server.address(), given, enough));
                client.start();
                clients.add(client);
            }
            assertThat(enough.await(1, TimeUnit.MINUTES)).isTrue();
            server.kill();
            for (Thread client : clients) {
                client.join();
            }
        } finally {
            server.close();
        }
        try (ServerProcess again = start(folder)) {
            for (String number : given) {
                JsonNode patient =
                        json(send(request(again.address(), "/Patient/" + number).GET()));
                int month = Integer.parseInt(patient.path("birthDate").asText().substring(5, 7));
                assertThat(patient.at("/name/0/given/0").asText())
                        .as("both patches of an update, or none")
                        .isEqualTo("Given" + month);
            }
            for (int i = 0; i < AFTER; i++) {
                String number = json(create(again.address())).path("id").asText();
                assertThat(given.add(number)).as("a number given before").isTrue();
            }
        }
    }

    /** Until the server is gone. */
    private void createAndUpdate(URI server, Set<String> given, CountDownLatch enough) {
        try {
            while (true) {
                HttpResponse<String> created = create(server);
                JsonNode patient = json(created);
                assertThat(given.add(patient.path("id").asText())).isTrue();
                enough.countDown();
                for (int month = 2; month < 5; month++) {
                    update(server, patient, month);
                }
            }
        } catch (IOException | InterruptedException gone) {
            // what was under way when the server was killed has no answer
        }
    }

    private void update(URI server, JsonNode patient, int month) throws IOException, InterruptedException {
        String patches = """
                {"patches": [{"op": "test", "path": "/name/0/id", "value": %s},
                  {"op": "replace", "path": "/name/0/given/0", "value": "Given%d"},
                  {"op": "replace", "path": "/birthDate", "value": "1990-%02d-01"}]}""".formatted(patient.at("/name/0/id"), month, month);
        send(request(server, "/Patient/" + patient.path("id").asText())
                .header("If-Match", "W/\"%d\"".formatted(month - 1))
                .header("Content-Type", "application/json-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(patches)));
    }

    private HttpResponse<String> create(URI server) throws IOException, InterruptedException {
        String family = UUID.randomUUID().toString().substring(0, 30).replaceAll("[0-9-]", "x");
        String patient = """
                {"resourceType": "Patient",
                 "name": [{"use": "usual", "family": "%s", "given": ["Given1"], "period": {"start": "1990-01-01"}}],
                 "gender": "male", "birthDate": "1990-01-01",
                 "address": [{"use": "home", "line": ["1 High Street", "Leeds"], "postalCode": "LS1 %s",
                   "period": {"start": "1990-01-01"}}],
                 "extension": [{"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-RegisteringAuthority",
                   "extension": [{"url": "registeringAuthorityType", "valueCodeableConcept": {"coding": [{"code": "x"}]}},
                     {"url": "organisationIdentifier", "valueString": "A20047"}]}]}""".formatted(family, UUID.randomUUID().toString().substring(0, 5));
        return send(request(server, "/Patient")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(patient)));
    }

    private static HttpRequest.Builder request(URI server, String path) {
        return HttpRequest.newBuilder(server.resolve("/personal-demographics/FHIR/R4" + path))
                .header("X-Request-ID", UUID.randomUUID().toString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return response;
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    private static ServerProcess start(Path folder) throws InterruptedException {
        return ServerProcess.sandbox(folder, Crash.JAVA_OPTIONS, "--data.dir=h2", "--samples=none");
    }
}
