package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import io.restassured.http.Header;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.http.ServedBase;

/** What every request to the service has in common: headers, media types, and the order in which it is judged. */
interface PdsRequestContract extends PdsUpdateContract, PdsCreateContract, PdsCoverageContract {
    @Test
    default void preflightsOfBrowsersAreAnswered() {
        Response response = pdsWithoutHeaders()
                .header("Origin", "https://app.example.org")
                .header("Access-Control-Request-Method", "PATCH")
                .options("/Patient/9000000009");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Methods")).contains("PATCH");
    }

    @Test
    default void permissionIsCheckedBeforePathAndRequestId() {
        assertThat(pdsWithoutHeaders()
                        .header("NHSD-NHSLogin-User", "P9:9000000009")
                        .get("/Patient/1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(pdsWithoutHeaders()
                        .header("OpenSpine-Access-Mode", "application-restricted")
                        .body("[]")
                        .patch("/Patient/1")
                        .statusCode())
                .isEqualTo(403);
        assertError(
                pdsWithoutHeaders()
                        .header("NHSD-NHSLogin-User", "P9:9000000009")
                        .get("/HelloWorld"),
                400,
                "value",
                "UNSUPPORTED_REQUEST",
                "The request is not one that is supported.",
                "Unsupported path - '/HelloWorld'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Accept | application/fhir+json; version=1.1
            Accept | text/html
            Prefer | respond-async
            NHSD-End-User-Organisation-ODS | no code at all
            X-Correlation-ID | any text: really
            X-Sync-Wait | soon
            """)
    default void headersThatAreNotJudgedChangeNothing(String name, String value) {
        String number = storePatient("\"gender\": \"female\"");
        assertThat(ok(pds().header(name, value).get("/Patient/" + number))
                        .path("gender")
                        .asText())
                .isEqualTo("female");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Patient/9000000000", "/HelloWorld", "/_ping"})
    default void headersOfTheGatewayAreNeverEchoed(String path) {
        List<String> answered = pds()
                .header("NHSE-PDS-Custom-Attributes", "{}")
                .header("NHSE-PDS-Privileged-Access", "true")
                .get(path)
                .headers()
                .asList()
                .stream()
                .map(Header::getName)
                .toList();
        assertThat(answered).noneMatch(name -> name.toUpperCase(Locale.ROOT).startsWith("NHSE-PDS"));
    }

    @Test
    default void requestIdsMayBeOfAnyVersionAndCase() {
        String number = storePatient("");
        for (String id :
                new String[] {"A4F75273-3D9B-46EB-BEDB-B5F97953901E", "00000000-0000-0000-0000-000000000000"}) {
            Response response = pdsWithoutHeaders().header("X-Request-ID", id).get("/Patient/" + number);
            ok(response);
            assertThat(response.header("X-Request-ID")).isEqualTo(id);
        }
        for (String id : new String[] {"", "  "}) {
            assertThat(pdsWithoutHeaders()
                            .header("X-Request-ID", id)
                            .get("/Patient/" + number)
                            .asString())
                    .contains("MISSING_VALUE");
        }
    }

    @Test
    default void postedBodiesAreDeclaredInSeveralWays() {
        for (String type : new String[] {"application/json", JSON, "application/json; charset=utf-8"}) {
            PdsCreateContract.given(pds().contentType(type)
                    .body(newcomer(PdsCreateContract.uniqueFamily()).toString())
                    .post("/Patient"));
        }
        String number = storePatient("");
        Response card = pds().header("If-Match", "W/\"1\"")
                .contentType(JSON_PATCH)
                .body(card(number).toString())
                .post("/Coverage");
        assertThat(card.statusCode()).as(card.asString()).isEqualTo(201);
        assertError(
                pds().contentType("text/plain").body("{}").post("/Patient"),
                400,
                "processing",
                "UNSUPPORTED_SERVICE",
                "Unsupported Service",
                "");
    }

    @Test
    default void confidentialityMayChangeAndChangeBack() {
        String number = storePatient(PERSON);
        for (String code : new String[] {"R", "U", "V", "U"}) {
            storePatient(number, PdsReadContract.security(code) + PERSON);
            var patient = ok(pds().get("/Patient/" + number));
            assertThat(patient.at("/meta/security")).hasSize(1);
            assertThat(patient.at("/meta/security/0/code").asText()).isEqualTo(code);
            assertThat(patient.has("address")).isEqualTo(code.equals("U"));
        }
    }

    @Test
    default void aVersionIsComparedAsANumberOfAnyLength() {
        String number = storePatient(PERSON);
        String gender = "[" + operation("replace", "/gender", text("male")) + "]";
        for (String tag : new String[] {"W/\"2\"", "W/\"01\"", "W/\"%s\"".formatted("9".repeat(40)), "W/\"0\""}) {
            assertThat(pds().header("If-Match", tag)
                            .contentType(JSON_PATCH)
                            .body(gender)
                            .patch("/Patient/" + number)
                            .statusCode())
                    .as(tag)
                    .isEqualTo(409);
        }
        assertThat(ServedBase.body(pds().get("/Patient/" + number))
                        .at("/meta/versionId")
                        .asText())
                .isEqualTo("1");
    }
}
