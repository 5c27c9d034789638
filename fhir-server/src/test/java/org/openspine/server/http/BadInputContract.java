package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.restassured.response.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused is refused as a whole, with a reason, and without repeating what was sent. */
interface BadInputContract extends ServedBase {
    @ParameterizedTest
    @EnumSource
    default void aBadBodyIsRefusedAndNothingIsStored(BadBody body) {
        String before = get("Patient?_summary=count").path("total").asText();
        Response response =
                fhir().contentType(body.contentType()).body(body.bytes()).post("/Patient");
        assertThat(response.statusCode()).isIn((Object[]) boxed(body.statuses()));
        assertRefusal(response);
        assertThat(response.asString()).doesNotContain(BadBody.SECRET);
        assertThat(get("Patient?_summary=count").path("total").asText()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    default void aBadBodyIsRefusedAsBundleToo(BadBody body) {
        Response response =
                fhir().contentType(body.contentType()).body(body.bytes()).post("");
        assertThat(response.statusCode()).isBetween(400, 415);
        assertRefusal(response);
        assertThat(response.asString()).doesNotContain(BadBody.SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?colour=zebedee",
                "Patient?name:zebedee=x",
                "Patient?birthdate=zebedee",
                "Patient?birthdate=zz2020",
                "Patient?birthdate=2020-13",
                "Patient?birthdate=gt",
                "Patient?birthdate:exact=2020",
                "Patient?_lastUpdated=zebedee",
                "Patient?_lastUpdated:exact=2020",
                "Patient?_id:exact=zebedee",
                "Patient?active:missing=zebedee",
                "Patient?identifier:of-type=zebedee",
                "Patient?general-practitioner:Zebedee=x",
                "Patient?general-practitioner:Patient.name=zebedee",
                "Patient?general-practitioner.colour=zebedee",
                "Patient?name.family=zebedee",
                "Patient?_has=zebedee",
                "Patient?_has:Observation=zebedee",
                "Patient?_has:Zebedee:patient:code=x",
                "Patient?_has:Observation:zebedee:code=x",
                "Patient?_has:Observation:code:code=zebedee",
                "Patient?_has:Encounter:location:status=zebedee",
                "Patient?_sort=zebedee",
                "Patient?_sort=-",
                "Patient?_count=zebedee",
                "Patient?_count=-1",
                "Patient?_count=99999999999",
                "Patient?_total=zebedee",
                "Patient?_summary=zebedee",
                "Patient?_include=zebedee",
                "Patient?_include=Zebedee:patient",
                "Patient?_include=Patient:zebedee",
                "Patient?_include=Patient:name",
                "Patient?_include:zebedee=Patient:link",
                "Patient?_revinclude=*",
                "Patient?_page=zebedee",
                "Patient?_text=zebedee",
                "Patient?_content=zebedee",
                "Patient?_filter=zebedee",
                "Patient?_query=zebedee",
                "Patient?family=%C3%28",
                "Patient?family=%00zebedee",
                "Patient?family=a&fam%00ily=zebedee",
                "Patient?family=a&family%22=zebedee",
                "Patient?family=a,,zebedee",
                "Observation?value-quantity=zebedee",
                "Observation?value-quantity=5|zebedee",
                "Observation?value-quantity=1e999999999",
                "Observation?code-value-quantity=zebedee",
                "RiskAssessment?probability=zebedee",
                "RiskAssessment?probability=1e500",
                "Patient/_history?_count=zebedee",
                "Patient/_history?_since=zebedee",
                "Patient/_history?_at=zebedee",
                "Patient/_history?colour=zebedee",
                "_history?_before=zebedee",
                "?_type=Zebedee",
                "?_type=Patient&colour=zebedee"
            })
    default void aBadQueryIsRefused(String query) {
        Response response = fhir().get("/" + query.replace("|", "%7C"));
        response.then().statusCode(400);
        assertRefusal(response);
    }

    @Test
    default void anUnknownParameterIsAnsweredWithThoseThatExist() {
        String diagnostics = ServedBase.diagnostics(fhir().get("/Flag?colour=x"));
        assertThat(diagnostics).contains("colour", "Flag", "_id", "_lastUpdated", "date", "identifier", "patient");
        assertThat(ServedBase.diagnostics(fhir().get("/Flag?patient:foo=x"))).contains("identifier", "missing");
    }

    @Test
    default void anUnknownTypeIsNotFound() {
        for (String path : new String[] {"/Wizard", "/Wizard/1", "/Wizard/1/_history", "/patient", "/Parameters/1"}) {
            fhir().get(path).then().statusCode(404).body("resourceType", equalTo("OperationOutcome"));
        }
        sending("{\"resourceType\":\"Wizard\"}").post("/Wizard").then().statusCode(404);
        sending("{\"resourceType\":\"Wizard\",\"id\":\"1\"}")
                .put("/Wizard/1")
                .then()
                .statusCode(404);
        fhir().delete("/Wizard/1").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/a_b",
                "Patient/a%20b",
                "Patient/1234567890123456789012345678901234567890123456789012345678901234x",
                "Patient/%3Cscript%3E",
                "Patient/a;b",
                "Patient/%00",
                "Patient//x",
                "Patient/a%2Fb",
                "Patient/../Patient/x",
                "Patient/%2e%2e/metadata",
                "Patient/a%5Cb"
            })
    default void anIdOutOfShapeIsRefused(String path) {
        Response response = fhir().get("/" + path);
        assertThat(response.statusCode()).isIn(400, 404);
        assertRefusal(response);
    }

    @Test
    default void anIdOutOfShapeIsNotStored() {
        String long65 = "x".repeat(65);
        sending(Sample.patient(long65, "x")).put("/Patient/" + long65).then().statusCode(400);
        sending(Sample.patient("a_b", "x")).put("/Patient/a_b").then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/pdf", "application/fhir+turtle", "application/fhir+json;q=0"})
    default void anAnswerInAnotherFormatIsNotAcceptable(String accept) {
        Response response = fhir().accept(accept).get("/metadata");
        response.then().statusCode(406).body("resourceType", equalTo("OperationOutcome"));
        assertRefusal(response);
    }

    @Test
    default void anotherVersionOfFhirIsNeitherTakenNorSent() {
        fhir().accept("application/fhir+json; fhirVersion=3.0")
                .get("/Patient")
                .then()
                .statusCode(406);
        fhir().accept("application/fhir+json; fhirVersion=3.0, application/fhir+xml;fhirVersion=4.0")
                .get("/Patient")
                .then()
                .statusCode(200)
                .contentType("application/fhir+xml");
        fhir().get("/Patient?_format=json;fhirVersion=4.0").then().statusCode(200);
        fhir().contentType("application/fhir+json; fhirVersion=5.0")
                .body("{\"resourceType\": \"Patient\"}")
                .post("/Patient")
                .then()
                .statusCode(415)
                .body("issue[0].diagnostics", containsString("fhirVersion 4.0"));
    }

    @Test
    default void anUnknownFormatIsNotAcceptable() {
        fhir().get("/Patient?_format=zebedee").then().statusCode(406);
    }

    @Test
    default void aRefusedFormatLeavesNothingBehind() {
        String family = Sample.word();
        sending(Sample.patient(family))
                .accept("text/plain")
                .post("/Patient")
                .then()
                .statusCode(406);
        assertThat(matches("Patient?family=" + family)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-None-Exist", "If-Modified-Since"})
    default void aConditionSentTwiceIsRefused(String header) {
        String family = Sample.word();
        sending(Sample.patient(family))
                .header(header, "W/\"1\"", "W/\"2\"")
                .post("/Patient")
                .then()
                .statusCode(400);
        assertThat(matches("Patient?family=" + family)).isEmpty();
    }

    @Test
    default void twoVersionsInIfMatchAreRefused() {
        String patient = create(Sample.patient("Before"));
        sending(Sample.patient(patient.substring("Patient/".length()), "After"))
                .header("If-Match", "W/\"1\"", "W/\"2\"")
                .put("/" + patient)
                .then()
                .statusCode(400);
    }

    @Test
    default void aMethodWithoutMeaningIsAnsweredWithThoseThatHaveOne() {
        fhir().delete("/metadata").then().statusCode(405).header("Allow", containsString("GET"));
        Response response = sending(Sample.patient("x")).post("/Patient/1");
        response.then().statusCode(405);
        assertThat(response.header("Allow"))
                .contains("GET", "PUT", "PATCH", "DELETE")
                .doesNotContain("POST");
        fhir().request("TRACE", "/Patient/1").then().statusCode(405);
        fhir().request("BREW", "/Patient/1").then().statusCode(405).body("resourceType", equalTo("OperationOutcome"));
    }

    @Test
    default void methodOverridesAreIgnored() {
        String patient = create(Sample.patient(Sample.word()));
        fhir().header("X-HTTP-Method-Override", "DELETE")
                .get("/" + patient)
                .then()
                .statusCode(200);
        fhir().get("/" + patient).then().statusCode(200);
    }

    @Test
    default void aFormIsNoResource() {
        Response response = fhir().contentType("application/x-www-form-urlencoded")
                .body("language=x")
                .post("/Patient");
        assertThat(response.statusCode()).isIn(400, 415);
        assertRefusal(response);
    }

    @Test
    default void anUnknownOperationIsRefused() {
        assertRefusal(fhir().get("/Patient/$zebra"));
        fhir().get("/Patient/$zebra").then().statusCode(not(equalTo(500)));
        String longName = "a".repeat(500);
        fhir().get("/Patient/$" + longName).then().body(not(containsString(longName)));
    }

    @Test
    default void nothingIsServedElsewhere() {
        String host = base().replace("/FHIR/R4", "");
        for (String path : new String[] {"/FHIR", "/FHIR/R3/Patient", "/admin", "/h2-console", "/WEB-INF/web.xml"}) {
            fhir().get(host + path).then().statusCode(404);
        }
    }

    @Test
    default void aUrlBeyondTheLimitIsRefused() {
        Response response = fhir().get("/Patient?family=" + "z".repeat(20_000));
        assertThat(response.statusCode()).isIn(414, 431);
        assertThat(fhir().get("/Patient?" + "family=x&".repeat(65)).statusCode())
                .isEqualTo(400);
    }

    @Test
    default void headersBeyondTheLimitAreRefused() {
        assertThat(fhir().header("X-Large", "z".repeat(20_000)).get("/metadata").statusCode())
                .isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /FHIR/R4/Patient/a b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /FHIR/R4/Patient?family=\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /FHIR/R4/Patient HTTP/1.1\r\n\r\n",
                "GET /FHIR/R4/Patient HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "POST /FHIR/R4/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST /FHIR/R4/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: -2\r\n\r\n{}",
                "POST /FHIR/R4/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /FHIR/R4/Patient?family=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /FHIR/R4/Patient?%zz=1 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /FHIR/R4/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    default void brokenHttpIsRefused(String request) throws IOException {
        URI server = URI.create(base());
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            String statusLine = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            assertThat(statusLine).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    default void answersTellNeitherProductNorVersion() {
        Response response = fhir().get("/metadata");
        assertThat(response.header("Server")).isNull();
        assertThat(response.header("X-Powered-By")).isNull();
        response.then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }

    /** An OperationOutcome with a reason, and nothing of what was sent or of our insides. */
    private static void assertRefusal(Response response) {
        assertThat(response.statusCode()).isBetween(400, 499);
        var outcome = ServedBase.body(response);
        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(outcome.at("/issue/0/severity").asText()).isEqualTo("error");
        assertThat(outcome.at("/issue/0/diagnostics").asText()).isNotBlank();
        String diagnostics = outcome.toString();
        assertThat(diagnostics)
                .doesNotContain("Exception", "org.h2", "org.postgresql", "org.hibernate", "\\tat ", "HAPI-");
        assertThat(diagnostics.length()).isLessThan(10_000);
    }

    private static Integer[] boxed(int[] statuses) {
        return java.util.Arrays.stream(statuses).boxed().toArray(Integer[]::new);
    }
}
