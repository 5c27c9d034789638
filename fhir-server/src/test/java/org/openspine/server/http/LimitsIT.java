package org.openspine.server.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;

/** The limits of SECURITY section 10, row by row: what is one beyond is refused with the status of the row. */
class LimitsIT {
    private static final int MEBIBYTE = 1 << 20;
    private static final String PATIENT = "FHIR/R4/Patient";

    private static OpenSpine program;

    @BeforeAll
    static void start(@TempDir Path folder) {
        program = TestServers.empty(folder);
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static RequestSpecification request() {
        return given().config(ServedBase.PLAIN)
                .header("X-Request-ID", UUID.randomUUID().toString())
                .header("X-Correlation-ID", UUID.randomUUID().toString())
                .urlEncodingEnabled(false);
    }

    private static String url(String path) {
        return program.address() + "/" + path;
    }

    // ---- request line and headers

    /** 64 headers, of which the client of this test sends some itself. */
    @ParameterizedTest
    @CsvSource({"40, 200", "70, 431"})
    void headersAreCounted(int more, int status) {
        RequestSpecification request = request();
        for (int i = 0; i < more; i++) {
            request.header("X-Some-" + i, "x");
        }
        assertThat(request.get(url("FHIR/R4/metadata")).statusCode()).isEqualTo(status);
    }

    // ---- bodies

    /** 2 MiB for resources, 5 MiB for messages and summaries, 10 MiB for documents. */
    @ParameterizedTest
    @CsvSource({
        "FHIR/R4/Patient, 2",
        "FHIR/R4/Bundle, 5",
        "FHIR/R4/Binary, 10",
        "personal-demographics/FHIR/R4/Patient, 2",
        "patient-flags-api/FHIR/R4/Flag, 2",
        "fhir-prescribing/FHIR/R4/$process-message, 5"
    })
    void bodiesHaveALimitByKind(String path, int mebibytes) {
        assertThat(sized(path, mebibytes * MEBIBYTE).statusCode())
                .isNotEqualTo(413)
                .isLessThan(500);
        Response beyond = sized(path, mebibytes * MEBIBYTE + 1);
        assertThat(beyond.statusCode()).isBetween(400, 499);
        assertThat(beyond.asString()).contains("larger than the %d MiB".formatted(mebibytes));
    }

    private static Response sized(String path, int bytes) {
        String json = "{\"resourceType\":\"Basic\"" + " ".repeat(bytes - 25) + "}";
        assertThat(json.length()).isEqualTo(bytes - 1);
        return request()
                .contentType("application/fhir+json")
                .body((json + " ").getBytes(StandardCharsets.UTF_8))
                .post(url(path));
    }

    /** Only gzip, and one layer of it. */
    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "gzip, gzip", "identity, gzip, gzip", "x-nonsense"})
    void otherPackingsAreUnsupported(String encoding) throws IOException {
        Response response = request()
                .contentType("application/fhir+json")
                .header("Content-Encoding", encoding)
                .body(packed(packed("{\"resourceType\":\"Patient\"}".getBytes(StandardCharsets.UTF_8))))
                .post(url(PATIENT));
        assertThat(response.statusCode()).as(encoding).isIn(400, 415);
    }

    /** What unpacks to more than fifty times of what was sent is no resource. */
    @Test
    void aBodyThatUnpacksManyTimesIsTooLarge() throws IOException {
        byte[] bomb = packed(("{\"resourceType\":\"Patient\",\"active\":true" + " ".repeat(MEBIBYTE) + "}")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(bomb.length).isLessThan(MEBIBYTE / 50);
        Response response = request()
                .contentType("application/fhir+json")
                .header("Content-Encoding", "gzip")
                .body(bomb)
                .post(url(PATIENT));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(413);
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    // ---- JSON

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"valueDecimal\":12345678901234567890123456789012345678901",
                "\"valueDecimal\":1e41",
                "\"valueDecimal\":1e-41",
                "\"valueDecimal\":1e999999999",
                "\"valueString\":\"a\",\"valueString\":\"b\"",
                "\"valueString\":\"\\u0000\"",
                "\"valueString\":\"\\ud800\""
            })
    void numbersKeysAndCharactersHaveRules(String member) {
        Response response = request()
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},\"extension\":[{\"url\":\"urn:x\",%s}]}"
                        .formatted(member))
                .post(url("FHIR/R4/Basic"));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.path("resourceType").toString()).isEqualTo("OperationOutcome");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 500, 100_000})
    void nestingEndsAtSixtyFour(int depth) {
        String json = "{\"resourceType\":\"Basic\",\"extension\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
        Response response =
                request().contentType("application/fhir+json").body(json).post(url("FHIR/R4/Basic"));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void aStringBeyondAMebibyteIsRefused() {
        Response response = request()
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"%s\"}}".formatted("a".repeat(MEBIBYTE + 1)))
                .post(url("FHIR/R4/Basic"));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void moreThanTwoHundredThousandValuesAreRefused() {
        Response response = request()
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Basic\",\"extension\":[%s1]}".formatted("1,".repeat(200_001)))
                .post(url("FHIR/R4/Basic"));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    // ---- Bundle, patch, search

    @Test
    void aBundleHasAtMostFiveHundredEntries() {
        String entry = "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/x\"}}";
        Response response = request()
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[%s]}"
                        .formatted(String.join(",", Collections.nCopies(501, entry))))
                .post(url("FHIR/R4"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.asString()).contains("500");
    }

    @Test
    void aPatchHasAtMostAHundredOperations() {
        String id = request()
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Patient\",\"active\":true}")
                .post(url(PATIENT))
                .path("id");
        String operation = "{\"op\":\"test\",\"path\":\"/active\",\"value\":true}";
        Response response = request()
                .contentType("application/json-patch+json")
                .body("[" + String.join(",", Collections.nCopies(101, operation)) + "]")
                .patch(url(PATIENT + "/" + id));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.asString()).contains("100");
    }

    @ParameterizedTest
    @CsvSource({"32, 200", "33, 400"})
    void aSearchHasAtMostThirtyTwoParameters(int count, int status) {
        String query = String.join("&", Collections.nCopies(count, "family=a"));
        assertThat(request().get(url(PATIENT + "?" + query)).statusCode()).isEqualTo(status);
        assertThat(request()
                        .contentType("application/x-www-form-urlencoded")
                        .body(query)
                        .post(url(PATIENT + "/_search"))
                        .statusCode())
                .isEqualTo(status);
    }

    // ---- time

    /** Less than 1 KiB/s of a body is too slow: 408, in the words of the API. */
    @ParameterizedTest
    @CsvSource({
        "/FHIR/R4/Patient, application/fhir+json, did not come in time",
        "/personal-demographics/FHIR/R4/Patient, application/json, code:UNABLE_TO_CALL_SERVICE;display:Unable to call service",
        "/booking-and-referral/FHIR/R4/HealthcareService, application/fhir+json, REC_TIMEOUT"
    })
    void aBodyThatTricklesTimesOut(String path, String type, String text) throws IOException {
        URI server = URI.create(program.address());
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST %1$s HTTP/1.1\r\nHost: x\r\nX-Request-ID: %2$s\r\nX-Correlation-ID: %2$s\r\nContent-Type: %3$s\r\nContent-Length: 100000\r\n\r\n{"
                                    .formatted(path, UUID.randomUUID(), type))
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = trickle(socket, out);
            assertThat(answer).startsWith("HTTP/1.1 408");
            assertThat(answer.replace("\"", "").replace(',', ';')).contains(text);
        }
    }

    /** One that does not come at all holds nothing for the thirty seconds of an idle connection. */
    @Test
    void aBodyThatDoesNotComeTimesOut() throws IOException {
        URI server = URI.create(program.address());
        long begun = System.nanoTime();
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream()
                    .write(("POST /FHIR/R4/Patient HTTP/1.1\r\nHost: x\r\nContent-Type: application/fhir+json\r\n"
                                    + "Content-Length: 100000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 408");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
    }

    /** Of connections beyond a thousand none is served until one of these ends. */
    @Test
    void connectionsAreCounted() throws IOException {
        URI server = URI.create(program.address());
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                open.add(new Socket(server.getHost(), server.getPort()));
            }
            Socket beyond = new Socket(server.getHost(), server.getPort());
            open.add(beyond);
            beyond.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            beyond.setSoTimeout(1_000);
            assertThatThrownBy(() -> beyond.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            for (Socket socket : open.subList(0, 100)) {
                socket.close();
            }
            beyond.setSoTimeout(20_000);
            assertThat(new String(beyond.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** A Bundle whose entries take too long answers while somebody still waits; what it began with is done, the rest put off. */
    @Test
    void aBundleEndsWhenItsTimeIsOver(@TempDir Path folder) {
        AtomicLong seconds = new AtomicLong();
        InstantSource hurrying = () -> Instant.now().plusSeconds(seconds.getAndAdd(3));
        String entry = "{\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}},"
                + "\"request\":{\"method\":\"POST\",\"url\":\"Basic\"}}";
        try (OpenSpine slow = OpenSpine.start(
                ServerConfig.read(Map.of(Setting.HTTP_PORT, "0", Setting.SAMPLES, "none"), Map.of(), Optional.empty())
                        .over(StoreConfig.h2(folder)),
                hurrying.withZone(ZoneOffset.UTC))) {
            for (String type : List.of("batch", "transaction")) {
                Response response = request()
                        .contentType("application/fhir+json")
                        .body("{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
                                .formatted(type, String.join(",", Collections.nCopies(60, entry))))
                        .post(slow.address() + "/FHIR/R4");
                if (type.equals("batch")) {
                    assertThat(response.path("entry[0].response.status").toString())
                            .startsWith("201");
                    assertThat(response.path("entry[59].response.status").toString())
                            .startsWith("503");
                } else {
                    assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
                    assertThat(response.header("Retry-After")).isNotBlank();
                }
            }
        }
    }

    /** Sends a byte now and then until something comes back. */
    static String trickle(Socket socket, OutputStream out) throws IOException {
        socket.setSoTimeout(50);
        byte[] answer = new byte[8_192];
        for (int i = 0; i < 400; i++) {
            try {
                int read = socket.getInputStream().read(answer);
                return read < 0 ? "" : new String(answer, 0, read, StandardCharsets.UTF_8);
            } catch (SocketTimeoutException e) {
                out.write(' ');
                out.flush();
            }
        }
        return "nothing came back";
    }
}
