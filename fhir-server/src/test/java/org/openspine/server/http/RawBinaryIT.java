package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

/** The rules of https://hl7.org/fhir/R4/binary.html#rest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class RawBinaryIT {
    private static final byte[] CONTENT = {0, 1, 2, (byte) 0xff, '<', 'p', '>'};

    private Exchange http;

    @BeforeAll
    void start(@TempDir Path folder) {
        http = new Exchange(folder);
        http.send("PUT", "Binary/b", BodyPublishers.ofByteArray(CONTENT), "Content-Type", "image/png");
    }

    @AfterAll
    void stop() {
        http.close();
    }

    @Test
    void contentIsStoredAsABinary() {
        JsonNode binary = ResourceJson.parse(http.get("Binary/b").body(), JsonLimits.DOCUMENT);

        assertThat(binary.path("contentType").asText()).isEqualTo("image/png");
        assertThat(Base64.getDecoder().decode(binary.path("data").asText())).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "image/png", "image/*;q=0.5, text/html", "application/octet-stream"})
    void acceptOfOtherTypesGetsTheContent(String accept) {
        HttpResponse<byte[]> raw = http.get("Binary/b", "Accept", accept);

        assertThat(raw.statusCode()).isEqualTo(200);
        assertThat(raw.body()).isEqualTo(CONTENT);
        assertThat(raw.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(raw.headers().allValues("Content-Security-Policy")).containsExactly("sandbox; default-src 'none'");
        assertThat(raw.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(raw.headers().firstValue("ETag")).contains("W/\"1\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Binary/b,                         application/fhir+json,             application/fhir+json",
        "Binary/b,                         application/fhir+xml,              application/fhir+xml",
        "Binary/b?_format=json,            image/png,                         application/fhir+json",
        "Binary/b,                         'image/png, application/fhir+json', application/fhir+json",
        "Binary/b/_history/1,              image/png,                         image/png",
        "Binary/none,                      image/png,                         application/fhir+json"
    })
    void whatIsNamedDecides(String url, String accept, String type) {
        assertThat(http.get(url, "Accept", accept).headers().firstValue("Content-Type"))
                .hasValueSatisfying(value -> assertThat(value).startsWith(type));
    }

    @Test
    void createAnswersTheResourceAndKeepsTheSecurityContext() {
        HttpResponse<byte[]> created = http.send(
                "POST",
                "Binary",
                "hello",
                "Content-Type",
                "text/plain; charset=utf-8",
                "X-Security-Context",
                "Patient/1");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(ResourceJson.parse(created.body(), JsonLimits.DOCUMENT)
                        .path("securityContext")
                        .path("reference")
                        .asText())
                .isEqualTo("Patient/1");
        String place = created.headers().firstValue("Location").orElseThrow().replaceFirst("/_history.*", "");
        HttpResponse<byte[]> raw = http.get(place, "Accept", "*/*");
        assertThat(raw.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(raw.headers().firstValue("X-Security-Context")).contains("Patient/1");
        assertThat(raw.body()).asString().isEqualTo("hello");
    }

    @Test
    void headHasTheLengthAndNoBody() {
        HttpResponse<byte[]> head = http.send("HEAD", "Binary/b", BodyPublishers.noBody(), "Accept", "image/png");

        assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(CONTENT.length));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void contentTooLargeForABinaryIsRefused() {
        HttpResponse<byte[]> refused = http.send(
                "POST", "Binary", BodyPublishers.ofByteArray(new byte[9 << 20]), "Content-Type", "application/pdf");

        assertThat(refused.statusCode()).isEqualTo(413);
    }

    @Test
    void otherTypesStillNeedAFormatOfFhir() {
        assertThat(http.send("POST", "Patient", "x", "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(http.get("Patient/1", "Accept", "image/png").statusCode()).isEqualTo(406);
    }
}
