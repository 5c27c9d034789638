package org.openspine.fhir.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.fhir.Preferences;
import org.openspine.fhir.UnifiedBaseOnH2;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class BulkExportTest {
    private static final Preferences ASYNC = new Preferences(Optional.empty(), false, true);
    private static final int OBSERVATIONS = 450; // three pages

    private UnifiedBaseOnH2 spine;
    private ExportWorker worker;

    @BeforeAll
    void open(@TempDir Path folder) {
        spine = new UnifiedBaseOnH2(folder, Clock.systemUTC());
        worker = spine.base().startWork();
        spine.put("Organization/o", "{\"resourceType\":\"Organization\",\"id\":\"o\",\"name\":\"Org\"}");
        for (String id : List.of("a", "b", "c")) {
            spine.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"gender\":\"other\"}");
        }
        spine.put("Group/g", """
                {"resourceType":"Group","id":"g","type":"person","actual":true,"member":[
                  {"entity":{"reference":"Patient/a"}},{"entity":{"reference":"Patient/b"}},
                  {"entity":{"reference":"Patient/c"},"inactive":true}]}""");
        spine.repository().inTransaction(() -> {
            for (int i = 0; i < OBSERVATIONS; i++) {
                spine.put("Observation/o" + i, observation("o" + i, "Patient/" + "abc".charAt(i % 3), "final"));
            }
            spine.put("Observation/d", observation("d", "Device/x", "final"));
            spine.put("Observation/p", observation("p", "Patient/a", "preliminary"));
            return 0;
        });
    }

    @AfterAll
    void close() {
        worker.close();
        spine.close();
    }

    private static String observation(String id, String subject, String status) {
        return """
                {"resourceType":"Observation","id":"%s","status":"%s","code":{"text":"x"},"subject":{"reference":"%s"}}""".formatted(id, status, subject);
    }

    @Test
    void systemExportHoldsEveryResourceOnce() {
        JsonNode manifest = export("$export");

        assertThat(counts(manifest))
                .containsEntry("Patient", 3L)
                .containsEntry("Organization", 1L)
                .containsEntry("Group", 1L)
                .containsEntry("Observation", OBSERVATIONS + 2L);
        assertThat(manifest.path("request").asText()).isEqualTo(UnifiedBaseOnH2.URL + "/$export");
        assertThat(manifest.path("error")).isEmpty();
        assertThat(lines(manifest, "Observation")).hasSize(OBSERVATIONS + 2).doesNotHaveDuplicates();
    }

    @Test
    void patientExportHoldsWhatBelongsToPatients() {
        assertThat(counts(export("Patient/$export")))
                .containsEntry("Patient", 3L)
                .containsEntry("Observation", OBSERVATIONS + 1L)
                .doesNotContainKey("Organization");
    }

    @Test
    void groupExportHoldsTheRecordsOfActiveMembers() {
        assertThat(counts(export("Group/g/$export?_type=Patient,Observation")))
                .containsEntry("Patient", 2L)
                .containsEntry("Observation", OBSERVATIONS * 2 / 3 + 1L);
        assertThatThrownBy(() -> kickOff("Group/none/$export")).hasMessageContaining("No Group has this id");
    }

    @Test
    void typesFiltersElementsAndTimeNarrowIt() {
        JsonNode filtered = export(
                "$export?_type=Observation,Organization&_typeFilter=Observation%3Fstatus%3Dpreliminary,Observation%3Fsubject%3DDevice%2Fx");
        assertThat(counts(filtered)).containsEntry("Observation", 2L).containsEntry("Organization", 1L);

        assertThat(counts(export("$export?_since=2999-01-01T00:00:00Z"))).isEmpty();
        assertThat(counts(export("$export?_type=Organization&_since=2000-01-01T00:00:00Z")))
                .containsEntry("Organization", 1L);

        JsonNode ids = export("$export?_type=Patient&_elements=id");
        assertThat(lines(ids, "Patient"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("SUBSETTED").doesNotContain("gender"));
    }

    @Test
    void kickOffTakesItsParametersFromABodyToo() {
        FhirResponse begun = spine.send(HttpMethod.POST, "$export", """
                {"resourceType":"Parameters","parameter":[{"name":"_type","valueString":"Organization"},
                 {"name":"_outputFormat","valueString":"ndjson"}]}""", ASYNC);

        assertThat(counts(await(begun))).containsOnlyKeys("Organization");
    }

    @Test
    void whatCannotBeExportedIsRefusedAtOnce() {
        assertThatThrownBy(() -> spine.get("$export")).hasMessageContaining("Prefer: respond-async");
        assertThatThrownBy(() -> kickOff("$export?_outputFormat=csv")).hasMessageContaining("'_outputFormat' is");
        assertThatThrownBy(() -> kickOff("$export?_type=Ghost")).hasMessageContaining("not served");
        assertThatThrownBy(() -> kickOff("Patient/$export?_type=Organization"))
                .hasMessageContaining("not part of a patient's record");
        assertThatThrownBy(() -> kickOff("$export?_since=yesterday")).hasMessageContaining("'_since' takes an instant");
        assertThatThrownBy(() -> kickOff("$export?_typeFilter=Observation%3Fcolour%3Dred"))
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> kickOff("$export?_type=Patient&_typeFilter=Observation%3Fstatus%3Dfinal"))
                .hasMessageContaining("not exported");
        assertThatThrownBy(() -> kickOff("$export?patient=Patient/a"))
                .hasMessageContaining("Known: _outputFormat, _since, _type, _typeFilter, _elements");
        assertThatThrownBy(() -> kickOff("Observation/$export")).hasMessageContaining("does not exist here");
    }

    @Test
    void cancelledExportIsGone() {
        FhirResponse begun = kickOff("$export?_type=Patient");
        JsonNode manifest = await(begun);
        String poll = path(begun.location().orElseThrow());

        assertThat(spine.send(HttpMethod.DELETE, poll, "", Preferences.NONE).status())
                .isEqualTo(202);
        assertThatThrownBy(() -> spine.get(poll)).hasMessageContaining("no such export");
        assertThatThrownBy(() -> lines(manifest, "Patient")).hasMessageContaining("no such export");
    }

    @Test
    void exportIsTakenUpWhereAnotherNodeLeftIt(@TempDir Path folder) {
        String poll;
        try (UnifiedBaseOnH2 node = new UnifiedBaseOnH2(folder, Clock.systemUTC())) {
            node.put("Patient/a", "{\"resourceType\":\"Patient\",\"id\":\"a\"}");
            node.put("Organization/o", "{\"resourceType\":\"Organization\",\"id\":\"o\",\"name\":\"Org\"}");
            poll = path(node.send(HttpMethod.GET, "$export?_type=Patient,Organization", "", ASYNC)
                    .location()
                    .orElseThrow());
            var jobs = node.repository().jobs();
            String job = poll.substring(poll.indexOf('=') + 1);
            jobs.claim(BulkExport.KIND, "dies", Instant.now(), Duration.ofMillis(1));
            byte[] line = "{\"line\":\"of the node that died\"}".getBytes(StandardCharsets.UTF_8);
            Ndjson.Part part = Ndjson.part(List.of(line));
            jobs.advance(
                    job,
                    "dies",
                    new ExportProgress(1, 0, 1, 0).toString(),
                    Instant.now(),
                    List.of(new org.openspine.repository.JobStore.Output(
                            0, "Patient", 1, part.length(), part.content())));
        }
        try (UnifiedBaseOnH2 node = new UnifiedBaseOnH2(folder, Clock.systemUTC());
                ExportWorker ignored = node.base().startWork()) {
            JsonNode manifest = await(node, poll);

            assertThat(text(node, manifest, "Patient")).isEqualTo("{\"line\":\"of the node that died\"}\n");
            assertThat(text(node, manifest, "Organization")).contains("\"name\":\"Org\"");
        }
    }

    private JsonNode export(String url) {
        return await(kickOff(url));
    }

    private FhirResponse kickOff(String url) {
        return spine.send(HttpMethod.GET, url, "", ASYNC);
    }

    private JsonNode await(FhirResponse begun) {
        assertThat(begun.status()).isEqualTo(202);
        return await(spine, path(begun.location().orElseThrow()));
    }

    private static JsonNode await(UnifiedBaseOnH2 node, String poll) {
        Instant end = Instant.now().plusSeconds(60);
        FhirResponse status = node.get(poll);
        while (status.status() == 202) {
            assertThat(status.headers()).containsKeys("X-Progress", "Retry-After");
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            status = node.get(poll);
        }
        return ResourceJson.parseAny(bytes(status), JsonLimits.DOCUMENT);
    }

    private static TreeMap<String, Long> counts(JsonNode manifest) {
        TreeMap<String, Long> counts = new TreeMap<>();
        manifest.path("output")
                .forEach(file -> counts.merge(
                        file.path("type").asText(), file.path("count").asLong(), Long::sum));
        return counts;
    }

    private List<String> lines(JsonNode manifest, String type) {
        return text(spine, manifest, type).lines().toList();
    }

    private static String text(UnifiedBaseOnH2 node, JsonNode manifest, String type) {
        StringBuilder text = new StringBuilder();
        for (JsonNode file : manifest.path("output")) {
            if (file.path("type").asText().equals(type)) {
                FhirResponse answer = node.get(path(file.path("url").asText()));
                assertThat(answer.file().orElseThrow().mediaType()).isEqualTo("application/fhir+ndjson");
                text.append(new String(bytes(answer), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static byte[] bytes(FhirResponse answer) {
        FhirResponse.FileBody file = answer.file().orElseThrow();
        try (InputStream in = file.source().open()) {
            byte[] bytes = in.readAllBytes();
            assertThat(file.length()).isEqualTo(bytes.length);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(String url) {
        return url.replace(UnifiedBaseOnH2.URL + "/", "");
    }
}
