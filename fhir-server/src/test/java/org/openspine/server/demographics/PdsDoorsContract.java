package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods and headers that are none, and the headers of every answer (contract 1.1 to 1.4). */
interface PdsDoorsContract extends PdsUpdateContract, PdsCreateContract, PdsCoverageContract, TraceContract {
    @ParameterizedTest
    @CsvSource({
        "GET, ''",
        "GET, /metadata",
        "GET, /HelloWorld/a/b",
        "POST, /HelloWorld",
        "PUT, /Observation/1",
        "DELETE, /_ping",
        "POST, /_status",
        "GET, /_poll",
        "GET, /_ping/x",
        "GET, /patient/9000000009",
        "FROB, /Patients"
    })
    default void everythingElseUnderTheBaseIsAnUnsupportedPath(String method, String path) {
        assertError(
                pds().request(method, path),
                400,
                "value",
                "UNSUPPORTED_REQUEST",
                "The request is not one that is supported.",
                "Unsupported path - '%s'".formatted(path.isEmpty() ? "/" : path));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /Patient/%s",
        "DELETE, /Patient/%s",
        "POST, /Patient/%s",
        "TRACE, /Patient/%s",
        "PROPFIND, /Patient/%s",
        "OPTIONS, /Patient/%s",
        "PUT, /Patient",
        "PATCH, /Patient",
        "DELETE, /Coverage",
        "PATCH, /Coverage",
        "GET, /Coverage/1",
        "GET, /Patient/%s/RelatedPerson/1",
        "POST, /Patient/%s/RelatedPerson",
        "GET, /Patient/%s/_history",
        "GET, /Patient/%s/$everything",
        "GET, /Patient/$process-birth-details/x",
        "POST, /Patient/$frobnicate",
        "POST, /Patient/_search"
    })
    default void everyOtherMethodAndSubPathIsAnUnsupportedService(String method, String path) {
        String number = storePatient(PERSON);
        assertError(
                pds().request(method, path.formatted(number)),
                400,
                "processing",
                "UNSUPPORTED_SERVICE",
                "Unsupported Service",
                "");
        assertThat(ok(pds().get("/Patient/" + number)).at("/meta/versionId").asText())
                .isEqualTo("1");
    }

    @Test
    default void escapedLettersAreLettersAndEscapedSlashesAreRefused() {
        String number = storePatient(PERSON);
        String escaped = "/%50atient/%3" + number.charAt(0) + number.substring(1);
        assertThat(ok(pds().get(escaped)).path("id").asText()).isEqualTo(number);
        for (String path : new String[] {"/Patient%%2f%s", "/Patient/%s;a=b", "/Patient/%%2e%%2e/Patient/%s"}) {
            Response refused = pds().get(path.formatted(number));
            assertThat(refused.statusCode()).as(path).isEqualTo(400);
            assertThat(refused.contentType()).startsWith(JSON);
            assertThat(refused.header("X-Request-ID")).as(path).isNotNull();
        }
        for (String odd : new String[] {"%20", "%C3%A9", "%F0%9F%98%80", "%EF%BC%99", "%22"}) {
            assertError(
                    pds().get("/Patient/" + odd + number),
                    400,
                    "value",
                    "INVALID_RESOURCE_ID",
                    "Resource Id is invalid",
                    "");
        }
    }

    /** Sends one request of each kind of answer. */
    private static void everyAnswer(PdsDoorsContract doors, Function<RequestSpecification, Response> look) {
        String number = doors.storePatient(PERSON);
        String gone = doors.storePatient(PdsReadContract.security("REDACTED") + PERSON);
        String[] reads = {
            "/Patient/" + number,
            "/Patient/9111231130",
            "/Patient/9000000000",
            "/Patient/" + gone,
            "/Patient/" + number + "/Pets",
            "/Patient/" + number + "/RelatedPerson",
            "/Patient?family=Harker&birthdate=1899-01-01",
            "/Patient?year=1",
            "/Patient",
            "/Coverage?subscriber:identifier=" + number,
            "/Coverage",
            "/HelloWorld",
            "/_poll/x",
            "/_ping",
            "/_status"
        };
        for (String read : reads) {
            Response answer = look.apply(doors.pdsWithoutHeaders().basePath(read));
            assertThat(answer.contentType()).as(read).startsWith(read.equals("/_ping") ? "application/json" : JSON);
        }
    }

    @Test
    default void everyAnswerMirrorsTheIdsThatWereSentAndNoOthers() {
        String id = UUID.randomUUID().toString();
        everyAnswer(this, request -> {
            Response answer = request.header("X-Request-ID", id)
                    .header("X-Correlation-ID", "a b")
                    .get();
            assertThat(answer.header("X-Request-ID")).isEqualTo(id);
            assertThat(answer.header("X-Correlation-ID")).isEqualTo("a b");
            return answer;
        });
        everyAnswer(this, request -> {
            Response answer = request.get();
            assertThat(answer.headers().hasHeaderWithName("X-Request-ID")).isFalse();
            assertThat(answer.headers().hasHeaderWithName("X-Correlation-ID")).isFalse();
            return answer;
        });
    }

    @Test
    default void answersToChangesMirrorTheRequestIdToo() {
        String number = storePatient(PERSON);
        String change = "[" + operation("replace", "/gender", text("male")) + "]";
        String[][] changes = {
            {"PATCH", "/Patient/" + number, "W/\"1\"", change, "200"},
            {"PATCH", "/Patient/" + number, "W/\"1\"", "[]", "400"},
            {"PATCH", "/Patient/" + number, "W/\"1\"", change.replace("male", "unknown"), "409"},
            {"PATCH", "/Patient/" + number, "1", change, "412"},
            {"POST", "/Patient", "", newcomer(PdsCreateContract.uniqueFamily()).toString(), "201"},
            {"POST", "/Patient", "", "{", "400"},
            {"POST", "/Patient/$process-birth-details", "", "{}", "400"},
            {"POST", "/Coverage", "W/\"2\"", card(number).toString(), "201"}
        };
        for (String[] example : changes) {
            String id = UUID.randomUUID().toString();
            Response answer = pdsWithoutHeaders()
                    .header("X-Request-ID", id)
                    .header("If-Match", example[2])
                    .contentType(JSON_PATCH)
                    .body(example[3])
                    .request(example[0], example[1]);
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(Integer.parseInt(example[4]));
            assertThat(answer.header("X-Request-ID")).isEqualTo(id);
            assertThat(answer.contentType()).isEqualTo(JSON);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Request-ID",
                "X-Correlation-ID",
                "NHSD-Session-URID",
                "NHSD-NHSLogin-User",
                "OpenSpine-Access-Mode",
                "NHSE-PDS-Custom-Attributes"
            })
    default void aHeaderSentTwiceIsAnInvalidValue(String header) {
        String number = storePatient(PERSON);
        RequestSpecification request =
                header.equals("X-Request-ID") ? pdsWithoutHeaders().header(header, UUID.randomUUID()) : pds();
        if (!header.equals("X-Request-ID")) {
            request.header(header, "1");
        }
        assertError(
                request.header(header, UUID.randomUUID()).get("/Patient/" + number),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid request with error - header '%s' is sent twice".formatted(header));
    }

    @Test
    default void severalVersionsAreNone() {
        String number = storePatient(PERSON);
        for (String tag : new String[] {"W/\"1\", W/\"2\"", "W/\"1\",", "W/\"1\" W/\"1\"", "W/\"1"}) {
            assertError(
                    pds().header("If-Match", tag)
                            .contentType(JSON_PATCH)
                            .body("[" + operation("replace", "/gender", text("male")) + "]")
                            .patch("/Patient/" + number),
                    412,
                    "structure",
                    "PRECONDITION_FAILED",
                    "Required condition was not fulfilled",
                    "Invalid request with error - If-Match header must be supplied to update this resource");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{6a2b0cb4-4d4b-4b3a-8a1b-0a4f0c6cbb9d}",
                "6a2b0cb44d4b4b3a8a1b0a4f0c6cbb9d",
                "6a2b0cb4-4d4b-4b3a-8a1b-0a4f0c6cbb9d, 6a2b0cb4-4d4b-4b3a-8a1b-0a4f0c6cbb9d",
                "urn:uuid:6a2b0cb4-4d4b-4b3a-8a1b-0a4f0c6cbb9d",
                "6a2b0cb4-4d4b-4b3a-8a1b-0a4f0c6cbb9g"
            })
    default void aRequestIdOfAnotherFormIsRefusedAndMirrored(String id) {
        Response answer = pdsWithoutHeaders().header("X-Request-ID", id).get("/Patient/9000000009");
        assertError(
                answer,
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - '%s' in header 'X-Request-ID'".formatted(id));
        assertThat(answer.header("X-Request-ID")).isEqualTo(id);
    }

    /** Contract 1.4: of two faults the earlier check is told. */
    @Test
    default void theNumberIsCheckedBeforeTheRecordAndTheRequestIdBeforeBoth() {
        assertThat(pdsWithoutHeaders()
                        .contentType(JSON_PATCH)
                        .body("[]")
                        .patch("/Patient/9000000000")
                        .asString())
                .contains("X-Request-ID header must be supplied");
        assertThat(pdsWithoutHeaders()
                        .header("X-Request-ID", "x")
                        .contentType("text/plain")
                        .body("{}")
                        .post("/Patient")
                        .asString())
                .contains("Invalid value - 'x' in header 'X-Request-ID'");
        assertThat(pds().get("/Patient/9000000000/RelatedPerson?a=b").asString())
                .contains("INVALID_RESOURCE_ID");
        assertThat(pdsWithoutHeaders().get("/Coverage?a=b").asString())
                .contains("X-Request-ID header must be supplied");
        assertThat(pdsWithoutHeaders().put("/Patient/9000000000").asString()).contains("UNSUPPORTED_SERVICE");
    }
}
