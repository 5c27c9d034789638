package org.openspine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL right after an answer: the server that comes after it still knows the request and what it was told. */
class RepeatAfterKillTest {
    private static final String NUMBER = "9000000009";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anAnswerIsKeptWithItsEffect(@TempDir Path folder) throws InterruptedException, IOException {
        String id = UUID.randomUUID().toString();
        HttpResponse<String> first;
        ServerProcess server = start(folder);
        try {
            send(
                    server.address(),
                    "PUT",
                    "/FHIR/R4/Patient/" + NUMBER,
                    UUID.randomUUID().toString(),
                    """
                    {"resourceType": "Patient", "id": "%s",
                     "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}]}""".formatted(NUMBER, NUMBER));
            first = flag(server.address(), id);
            server.kill();
        } finally {
            server.close();
        }
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        try (ServerProcess again = start(folder)) {
            HttpResponse<String> second = flag(again.address(), id);
            assertThat(second.statusCode()).isEqualTo(201);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.headers().firstValue("OpenSpine-Replayed")).hasValue("true");
        }
    }

    private HttpResponse<String> flag(URI server, String id) throws IOException, InterruptedException {
        return send(server, "POST", "/patient-flags-api/FHIR/R4/PatientFlag", id, """
                {"resourceType": "Flag", "status": "active",
                 "code": {"coding": [{"system": "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryPatient",
                   "code": "national-reasonable-adjustment-flag"}]},
                 "subject": {"reference": "Patient/%s"}}""".formatted(NUMBER));
    }

    private HttpResponse<String> send(URI server, String method, String path, String id, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("X-Request-ID", id)
                        .header("Content-Type", "application/fhir+json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static ServerProcess start(Path folder) throws InterruptedException {
        return ServerProcess.sandbox(folder, Crash.JAVA_OPTIONS, "--data.dir=h2", "--samples=none");
    }
}
