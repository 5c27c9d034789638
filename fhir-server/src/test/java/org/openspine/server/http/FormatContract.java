package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;

import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Media types, compression and what browsers ask for. */
interface FormatContract extends ServedBase {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "application/fhir+json#application/fhir+json",
                "application/json#application/fhir+json",
                "application/fhir+xml#application/fhir+xml",
                "application/xml#application/fhir+xml",
                "text/xml#application/fhir+xml",
                "*/*#application/fhir+json",
                "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8#application/fhir+json",
                "application/fhir+json;q=0.5,application/fhir+xml#application/fhir+xml",
                "application/fhir+xml;q=0.1,application/fhir+json;q=0.2#application/fhir+json",
                "application/fhir+json;fhirVersion=4.0#application/fhir+json",
                "application/pdf, application/fhir+xml;q=0.3#application/fhir+xml",
                "application/fhir+xml;q=0, */*#application/fhir+json"
            })
    default void acceptDecidesTheFormat(String accept, String contentType) {
        String patient = create(Sample.patient(Sample.word()));
        fhir().accept(accept).get("/" + patient).then().statusCode(200).contentType(containsString(contentType));
    }

    @ParameterizedTest
    @CsvSource({
        "json,application/fhir+json",
        "application/fhir+json,application/fhir+json",
        "application/fhir%2Bxml,application/fhir+xml",
        "xml,application/fhir+xml",
        "text/xml,application/fhir+xml"
    })
    default void formatCountsBeforeAccept(String format, String contentType) {
        String patient = create(Sample.patient(Sample.word()));
        fhir().accept("application/pdf")
                .get("/" + patient + "?_format=" + format)
                .then()
                .statusCode(200)
                .contentType(containsString(contentType));
    }

    @Test
    default void xmlGoesInAndOut() {
        String xml = "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"true\"/><name><family value=\"Ødegård\"/>"
                + "</name><gender value=\"other\"/></Patient>";
        Response created = fhir().contentType(XML).accept(XML).body(xml).post("/Patient");
        created.then().statusCode(201).contentType(containsString(XML));
        assertThat(created.asString())
                .contains("<family value=\"Ødegård\">", "<gender value=\"other\">", "<versionId value=\"1\">");
        String place = created.header("Location").replaceFirst("/_history/.*", "");
        assertThat(get(place).at("/name/0/family").asText()).isEqualTo("Ødegård");
        String sentBack = fhir().accept(XML).get(place).asString();
        fhir().contentType(XML).body(sentBack).put(place).then().statusCode(200);
        assertThat(get(place + "/_history/2").path("name"))
                .isEqualTo(get(place + "/_history/1").path("name"));
    }

    @Test
    default void decimalsKeepTheirDigitsThroughXml() {
        String rate = create(Sample.heartRate(Sample.word(), "Patient/x", 70).replace(":70,", ":70.50,"));
        String xml = fhir().accept(XML).get("/" + rate).asString();
        assertThat(xml).contains("<value value=\"70.50\">");
        fhir().contentType(XML).body(xml).put("/" + rate).then().statusCode(200);
        assertThat(fhir().get("/" + rate).asString()).contains("\"value\":70.50,");
    }

    @Test
    default void bundlesAndOutcomesComeAsXmlToo() {
        String family = Sample.word();
        create(Sample.patient(family));
        assertThat(fhir().accept(XML).get("/Patient?family=" + family).asString())
                .contains("<Bundle xmlns=\"http://hl7.org/fhir\">", "<mode value=\"match\">", family);
        Response refused = fhir().accept(XML).get("/Patient/nobody");
        refused.then().statusCode(404).contentType(containsString(XML));
        assertThat(refused.asString()).contains("<OperationOutcome");
        assertThat(fhir().accept(XML).get("/metadata").asString()).contains("<CapabilityStatement");
    }

    @Test
    default void aTransactionInXmlWorks() {
        String family = Sample.word();
        String xml =
                "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"transaction\"/><entry><resource><Patient><name>"
                        + "<family value=\"" + family
                        + "\"/></name></Patient></resource><request><method value=\"POST\"/>"
                        + "<url value=\"Patient\"/></request></entry></Bundle>";
        fhir().contentType(XML).body(xml).post("").then().statusCode(200);
        assertThat(matches("Patient?family=" + family)).hasSize(1);
    }

    @Test
    default void prettyIsForPeople() {
        String patient = create(Sample.patient(Sample.word()));
        assertThat(fhir().get("/" + patient + "?_pretty=true").asString()).contains("{\n  \"");
        assertThat(fhir().get("/" + patient + "?_pretty=false").asString()).doesNotContain("\n");
        assertThat(fhir().accept(XML).get("/" + patient + "?_pretty=true").asString())
                .contains(">\n");
    }

    @Test
    default void aCompressedBodyIsUnderstood() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Sample.patient("Packed").getBytes(StandardCharsets.UTF_8));
        }
        fhir().contentType(JSON)
                .header("Content-Encoding", "gzip")
                .body(packed.toByteArray())
                .post("/Patient")
                .then()
                .statusCode(201);
    }

    @Test
    default void aDecompressedBodyIsLimitedToo() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"resourceType\":\"Patient\",\"language\":\"".getBytes(StandardCharsets.UTF_8));
            byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 30; i++) {
                gzip.write(spaces);
            }
        }
        int status = fhir().contentType(JSON)
                .header("Content-Encoding", "gzip")
                .body(packed.toByteArray())
                .post("/Patient")
                .statusCode();
        assertThat(status).isIn(400, 413);
    }

    @Test
    default void anUnknownEncodingIsRefused() {
        int status = sending(Sample.patient("x"))
                .header("Content-Encoding", "br")
                .post("/Patient")
                .statusCode();
        assertThat(status).isIn(400, 415);
    }

    @Test
    default void largeAnswersAreCompressedIfWanted() throws IOException {
        Response response = fhir().header("Accept-Encoding", "gzip").get("/metadata");
        response.then().statusCode(200).header("Content-Encoding", "gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.asByteArray()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("CapabilityStatement");
        }
        assertThat(fhir().get("/metadata").header("Content-Encoding")).isNull();
    }

    @Test
    default void browsersMayAskFromElsewhere() {
        Response preflight = fhir().header("Origin", "http://app.example")
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "content-type,if-match,prefer")
                .options("/Patient/1");
        assertThat(preflight.statusCode()).isIn(200, 204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isIn("*", "http://app.example");
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("PUT");
        assertThat(preflight.header("Access-Control-Allow-Headers")).isNotBlank();
        Response read = fhir().header("Origin", "http://app.example").get("/metadata");
        assertThat(read.header("Access-Control-Allow-Origin")).isIn("*", "http://app.example");
        assertThat(read.header("Access-Control-Expose-Headers")).contains("ETag", "Location");
        assertThat(read.header("Access-Control-Allow-Credentials")).isNull();
    }

    @Test
    default void optionsTellWhichMethodsHaveAMeaning() {
        Response options = fhir().options("/Patient/1");
        options.then().statusCode(204).body(is(emptyString()));
        assertThat(options.header("Allow")).contains("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS");
        assertThat(options.header("Accept-Patch")).contains(JSON_PATCH);
    }
}
