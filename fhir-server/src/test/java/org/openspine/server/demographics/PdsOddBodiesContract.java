package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsCreateContract.uniqueFamily;
import static org.openspine.server.demographics.PdsFieldRulesContract.contact;
import static org.openspine.server.demographics.PdsFieldRulesContract.name;
import static org.openspine.server.demographics.PdsFieldRulesContract.telecom;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.http.OddBodies;
import org.openspine.server.http.ServedBase;

/**
 * Bodies with a value of another kind at any place: refused with a row of the error table, or taken, never our fault, and never
 * taken in part (contract 1.9, 1.10, 1.13, 1.14 and part 3).
 */
interface PdsOddBodiesContract
        extends PdsFieldRulesContract, PdsCreateContract, PdsBirthContract, PdsCoverageContract, TraceContract {
    Set<String> ROWS = Set.of(
            "MISSING_VALUE",
            "INVALID_VALUE",
            "INVALID_SEARCH_DATA",
            "ADDITIONAL_PROPERTIES",
            "INVALID_UPDATE",
            "INVALID_CREATE",
            "FORBIDDEN_UPDATE",
            "UNSUPPORTED_CHARACTERS_IN_FIELD",
            "UNSUPPORTED_VALUE",
            "TOO_FEW_VALUES_SUBMITTED",
            "TOO_MANY_VALUES_SUBMITTED",
            "VALIDATION_ERROR",
            "SINGLE_MATCH",
            "INVALID_RESOURCE_ID",
            "RESOURCE_NOT_FOUND");

    /** Sends each odd body; what is refused is told by a known row. */
    private static void assertNoHarm(JsonNode sound, Function<String, Response> send) {
        for (String body : OddBodies.of(sound)) {
            Response answer = send.apply(body);
            assertThat(answer.statusCode()).as(body + answer.asString()).isIn(200, 201, 400, 403, 404);
            JsonNode issue = ServedBase.body(answer).at("/issue/0");
            if (answer.statusCode() >= 400) {
                String code = issue.at("/details/coding/0/code").asText();
                assertThat(code).as(body + answer.asString()).isIn(ROWS);
                assertThat(issue.has("diagnostics"))
                        .as(body + answer.asString())
                        .isEqualTo(!code.equals("INVALID_RESOURCE_ID") && !code.equals("RESOURCE_NOT_FOUND"));
            }
        }
    }

    @Test
    default void patchesWithAnOddValueAreTakenWholeOrNotAtAll() {
        JsonNode patches = ServedBase.tree("{\"patches\": [%s]}"
                .formatted(String.join(
                        ",",
                        operation("replace", "/gender", text("male")),
                        name("\"use\": \"old\", \"family\": \"Murray\", \"given\": [\"Mina\"], \"suffix\": [\"BA\"],"
                                + " \"period\": {\"start\": \"1990-01-01\"}"),
                        telecom("\"system\": \"email\", \"value\": \"mina@example.com\", \"use\": \"work\""),
                        contact("\"telecom\": [{\"system\": \"phone\", \"value\": \"01632960003\"}]"),
                        PdsFieldRulesContract.address(
                                "\"use\": \"billing\", \"line\": [\"1 A Street\", \"Leeds\"], \"period\":"
                                        + " {\"start\": \"2024-01-01\", \"end\": \"2024-02-01\"}"),
                        operation("test", "/name/0/id", text("N1")),
                        operation("replace", "/name/0/given/0", text("Mina")))));
        String[] number = {storePatient(PERSON)};
        JsonNode before = ok(pds().get("/Patient/" + number[0]));
        assertNoHarm(patches, body -> {
            Response answer = pds().contentType(JSON_PATCH)
                    .header("If-Match", "W/\"1\"")
                    .body(body)
                    .patch("/Patient/" + number[0]);
            JsonNode now = ok(pds().get("/Patient/" + number[0]));
            if (answer.statusCode() == 200) {
                assertThat(now).as(body).isEqualTo(ServedBase.body(answer));
                number[0] = storePatient(PERSON);
            } else {
                assertThat(now.at("/name/0/family")).as(body).isEqualTo(before.at("/name/0/family"));
                assertThat(now.at("/meta/versionId").asText()).as(body).isEqualTo("1");
            }
            return answer;
        });
    }

    @Test
    default void newPatientsWithAnOddValueAreStoredAsAnsweredOrNotAtAll() {
        ObjectNode sound = newcomer("Oddling");
        assertNoHarm(sound, body -> {
            String family = uniqueFamily();
            Response answer = pds().contentType("application/json")
                    .body(body.replace("Oddling", family))
                    .post("/Patient");
            if (answer.statusCode() == 201) {
                JsonNode patient = ServedBase.body(answer);
                assertThat(ok(pds().get("/Patient/" + patient.path("id").asText())))
                        .isEqualTo(patient);
            } else {
                assertThat(get("Patient?_summary=count&family=" + family)
                                .path("total")
                                .asInt())
                        .as(body)
                        .isZero();
            }
            return answer;
        });
    }

    @Test
    default void birthsWithAnOddValueLeaveNothingBehindWhenTheyAreRefused() {
        String mother = storePatient("");
        ObjectNode sound = notice("Oddling", mother);
        LocalDate[] born = {LocalDate.of(2010, 1, 1)};
        int[] taken = {0};
        assertNoHarm(sound, body -> {
            born[0] = born[0].plusDays(1); // a day of its own for each: whoever was born on one day is compared
            Response answer = pds().contentType("application/json")
                    .body(body.replace("2026-03-04", born[0].toString()))
                    .post("/Patient/$process-birth-details");
            taken[0] += answer.statusCode() == 201 ? 1 : 0;
            assertThat(answer.headers().hasHeaderWithName("notification-id")).isEqualTo(answer.statusCode() == 201);
            return answer;
        });
        int told = get("RelatedPerson?_summary=count&identifier=" + mother)
                .path("total")
                .asInt();
        assertThat(told)
                .as("one relation for each baby that was taken")
                .isPositive()
                .isEqualTo(taken[0]);
    }

    @Test
    default void cardsWithAnOddValueChangeNothingWhenTheyAreRefused() {
        String number = storePatient("");
        int[] version = {1};
        assertNoHarm(card(number), body -> {
            Response answer = pds().contentType("application/json")
                    .header("If-Match", "W/\"%d\"".formatted(version[0]))
                    .body(body)
                    .post("/Coverage");
            version[0] += answer.statusCode() == 201 ? 1 : 0;
            assertThat(ok(pds().get("/Patient/" + number)).at("/meta/versionId").asInt())
                    .as(body)
                    .isEqualTo(version[0]);
            return answer;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"x\"",
                "[]",
                "[null]",
                "{",
                "{} {}",
                "{}x",
                "/* */ {}",
                "{\"a\": NaN}",
                "{\"a\": 1, \"a\": 2}",
                "{'a': 1}",
                "{\"a\": \"\\x\"}",
                "<Patient/>"
            })
    default void whatIsNoJsonObjectIsRefusedByEveryDoor(String body) {
        String number = storePatient(PERSON);
        Response[] answers = {
            pds().contentType(JSON_PATCH)
                    .header("If-Match", "W/\"1\"")
                    .body(body)
                    .patch("/Patient/" + number),
            pds().contentType("application/json").body(body).post("/Patient"),
            pds().contentType("application/json").body(body).post("/Patient/$process-birth-details"),
            pds().contentType("application/json")
                    .header("If-Match", "W/\"1\"")
                    .body(body)
                    .post("/Coverage"),
            pds().contentType("application/json").body(body).post("/Patient/$match"),
            pds().contentType("application/json").body(body).post("/Patient/$verify-nhs-number")
        };
        for (Response answer : answers) {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
            assertThat(ServedBase.body(answer)
                            .at("/issue/0/details/coding/0/code")
                            .asText())
                    .as(answer.asString())
                    .isIn(ROWS);
            assertThat(ServedBase.body(answer).at("/issue/0/diagnostics").asText())
                    .isNotEmpty();
        }
        assertThat(ok(pds().get("/Patient/" + number)).at("/meta/versionId").asText())
                .isEqualTo("1");
    }

    @Test
    default void aBodyThatNestsWithoutEndOrIsHugeIsRefused() {
        String number = storePatient(PERSON);
        String deep = "{\"patches\": [{\"op\": \"add\", \"path\": \"/name/-\", \"value\": %s1%s}]}"
                .formatted("{\"a\":".repeat(5_000), "}".repeat(5_000));
        String huge = "{\"patches\": [], \"more\": \"%s\"}".formatted("x".repeat(3 << 20));
        for (String body : new String[] {deep, huge}) {
            Response answer = pds().contentType(JSON_PATCH)
                    .header("If-Match", "W/\"1\"")
                    .body(body)
                    .patch("/Patient/" + number);
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
            assertThat(answer.asString()).contains("Spine-ErrorOrWarningCode");
            assertThat(answer.header("X-Request-ID")).isNotNull();
        }
        assertThat(ok(pds().get("/Patient/" + number)).at("/meta/versionId").asText())
                .isEqualTo("1");
    }
}
