package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class BulkDataIT {
    private static final String NDJSON = "application/fhir+ndjson";

    private Exchange http;

    @BeforeAll
    void start(@TempDir Path folder) {
        http = new Exchange(folder);
    }

    @AfterAll
    void stop() {
        http.close();
    }

    @Test
    void whatWasImportedIsExported() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            lines.append("{\"resourceType\":\"Location\",\"id\":\"l%d\",\"name\":\"Ward %d\"}\n".formatted(i, i));
        }
        HttpResponse<byte[]> imported = http.send("POST", "$import", lines.toString(), "Content-Type", NDJSON);
        assertThat(imported.statusCode()).isEqualTo(200);
        assertThat(count(imported, "created")).isEqualTo(500);

        HttpResponse<byte[]> begun =
                http.get("$export?_type=Location", "Prefer", "respond-async", "Accept", "application/fhir+json");
        assertThat(begun.statusCode()).isEqualTo(202);
        String poll = begun.headers().firstValue("Content-Location").orElseThrow();
        HttpResponse<byte[]> manifest = await(poll);
        assertThat(manifest.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(manifest.headers().firstValue("Expires")).isPresent();

        JsonNode file = tree(manifest).path("output").path(0);
        assertThat(file.path("count").asInt()).isEqualTo(500);
        HttpResponse<byte[]> content = http.get(file.path("url").asText(), "Accept", NDJSON);
        assertThat(content.headers().firstValue("Content-Type")).contains(NDJSON);
        assertThat(new String(content.body(), StandardCharsets.UTF_8).lines())
                .hasSize(500)
                .allMatch(line -> line.startsWith("{\"resourceType\":\"Location\",\"id\":\"l"));

        assertThat(http.send("DELETE", poll, "").statusCode()).isEqualTo(202);
        assertThat(http.get(poll, "Accept", "application/json").statusCode()).isEqualTo(404);
        assertThat(http.get(file.path("url").asText()).statusCode()).isEqualTo(404);
    }

    @Test
    void kickOffNeedsThePreference() {
        HttpResponse<byte[]> refused = http.get("$export", "Accept", NDJSON);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(tree(refused).path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(http.send("DELETE", "$export", "").statusCode()).isEqualTo(405);
    }

    @Test
    void importTellsOfEveryLineWhatBecameOfIt() {
        HttpResponse<byte[]> report = http.send("POST", "$import", """
                {"resourceType":"Basic","id":"b1","code":{"text":"x"}}

                {"resourceType":"Basic","code":{"text":"no id"}}
                {"resourceType":"Basic","id":"b1","code":{"text":"again"}}
                {"resourceType":"Basic","id":"b2","colour":"red"}
                {"resourceType":"Ghost","id":"g"}
                not json
                {"resourceType":"Basic","id":"b_2","code":{"text":"x"}}
                {"resourceType":"Basic","id":"last","code":{"text":"x"}}""", "Content-Type", NDJSON);

        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(count(report, "created")).isEqualTo(3);
        assertThat(count(report, "updated")).isEqualTo(1);
        assertThat(count(report, "failed")).isEqualTo(4);
        assertThat(tree(report).findValuesAsText("diagnostics"))
                .anyMatch(text -> text.startsWith("Line 5:"))
                .anyMatch(text -> text.startsWith("Line 6:"))
                .anyMatch(text -> text.startsWith("Line 7:"))
                .anyMatch(text -> text.startsWith("Line 8:"));
        assertThat(http.get("Basic/last").statusCode()).isEqualTo(200);
        assertThat(tree(http.get("Basic/b1")).path("code").path("text").asText())
                .isEqualTo("again");
    }

    @Test
    void importStreamsMoreThanABodyMayHold() {
        byte[] line = ("{\"resourceType\":\"Basic\",\"id\":\"big\",\"code\":{\"text\":\"" + "x".repeat(500_000)
                        + "\"}}\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] lines = new byte[line.length * 30];
        for (int i = 0; i < 30; i++) {
            System.arraycopy(line, 0, lines, i * line.length, line.length);
        }

        HttpResponse<byte[]> report =
                http.send("POST", "$import", BodyPublishers.ofByteArray(lines), "Content-Type", NDJSON);

        assertThat(count(report, "created")).isEqualTo(1);
        assertThat(count(report, "updated")).isEqualTo(29);
    }

    @Test
    void importTakesNothingElse() {
        assertThat(http.send("POST", "$import", "{}", "Content-Type", "application/fhir+json")
                        .statusCode())
                .isEqualTo(415);
        assertThat(http.get("$import").statusCode()).isEqualTo(405);
    }

    @Test
    void theCapabilityStatementListsTheOperations() {
        assertThat(tree(http.get("metadata"))
                        .path("rest")
                        .path(0)
                        .path("operation")
                        .findValuesAsText("name"))
                .contains("export", "export-poll-status", "export-file", "import", "meta");
    }

    private HttpResponse<byte[]> await(String poll) {
        Instant end = Instant.now().plusSeconds(60);
        HttpResponse<byte[]> status = http.get(poll, "Accept", "application/json");
        while (status.statusCode() == 202) {
            assertThat(status.headers().firstValue("X-Progress")).isPresent();
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            status = http.get(poll, "Accept", "application/json");
        }
        assertThat(status.statusCode()).isEqualTo(200);
        return status;
    }

    private static long count(HttpResponse<byte[]> report, String name) {
        for (JsonNode parameter : tree(report).path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter.path("valueUnsignedInt").asLong();
            }
        }
        return -1;
    }

    private static JsonNode tree(HttpResponse<byte[]> response) {
        return ResourceJson.parseAny(response.body(), JsonLimits.DOCUMENT);
    }
}
