package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** FGM Information Sharing at the base of the flags. */
interface FgmContract extends ServedFlags {
    String REASON = "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-FlagRemovalReason";

    default String fgmFlag(String number) {
        return """
                {"resourceType": "Flag", "status": "active",
                 "code": {"coding": [{"system": "http://snomed.info/sct", "code": "902961000000107"}]},
                 "subject": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}},
                 "period": {"start": "2025-12-10"}}""".formatted(number);
    }

    default String removal(String id, String status, String extension) {
        return "{\"resourceType\": \"Flag\", \"id\": \"%s\", \"status\": \"%s\"%s}"
                .formatted(id, status, extension.isEmpty() ? "" : ", \"extension\": [" + extension + "]");
    }

    default String reason(String code) {
        return """
                {"url": "%s", "valueCoding": {"system": "https://fhir.nhs.uk/England/CodeSystem/England-FGMRemovalReason", "code": "%s"}}""".formatted(REASON, code);
    }

    default JsonNode fgmOf(String number) {
        return ok(flags().get("/Flag?" + BY_NUMBER + number));
    }

    default Response put(String id, String body) {
        return flags().contentType(JSON).body(body).put("/Flag/" + id);
    }

    @Test
    default void aFlagIsAddedFoundAndRemoved() {
        String number = patient();
        assertThat(fgmOf(number).path("total").asInt(-1)).isZero();
        Response added = post("/Flag", fgmFlag(number));
        assertThat(added.statusCode()).isEqualTo(201);
        JsonNode flag = ServedBase.body(added);
        assertThat(flag.path("status").asText()).isEqualTo("active");
        assertThat(flag.at("/code/coding/0/code").asText()).isEqualTo("902961000000107");
        assertThat(flag.at("/code/coding/0/display").asText()).startsWith("Family history of FGM");
        assertThat(flag.at("/subject/identifier/value").asText()).isEqualTo(number);
        assertThat(flag.at("/period/start").asText()).isEqualTo("2025-12-10");
        JsonNode found = fgmOf(number);
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/entry/0/resource")).isEqualTo(flag);
        assertThat(found.at("/entry/0/search/mode").asText()).isEqualTo("match");
        String id = flag.path("id").asText();
        JsonNode removed = ok(put(id, removal(id, "inactive", reason("2"))));
        assertThat(removed.path("status").asText()).isEqualTo("inactive");
        assertThat(removed.at("/extension/0/url").asText()).isEqualTo(REASON);
        assertThat(removed.at("/extension/0/valueCoding/code").asText()).isEqualTo("2");
        assertThat(removed.at("/period/start").asText()).isEqualTo("2025-12-10");
        assertThat(fgmOf(number).path("total").asInt(-1)).isZero();
        assertError(
                put(id, removal(id, "inactive", reason("2"))),
                400,
                "invalid",
                "RESOURCE_NOT_FOUND",
                "Resource not found");
        assertThat(post("/Flag", fgmFlag(number)).statusCode()).isEqualTo(201);
    }

    @Test
    default void theReasonMayStandAsInThePublishedExample() {
        String number = patient();
        String id = ServedFlags.id(post("/Flag", fgmFlag(number)));
        String extension = """
                {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-England-FGMRemovalReason",
                 "valueCodeableConcept": {"coding": [{"system": "https://fhir.nhs.uk/England/CodeSystem/England-FGMRemovalReason", "code": "0"}]}}""";
        JsonNode removed = ok(put(id, removal(id, "entered-in-error", extension)));
        assertThat(removed.at("/extension/0/url").asText()).isEqualTo(REASON);
    }

    @Test
    default void bothApisSeeOneRecord() {
        String number = patient();
        post("/Flag", fgmFlag(number));
        assertThat(flagsOf(number).at("/entry/0/resource/code/coding/0/code").asText())
                .isEqualTo(FGM);
        assertThat(flagsOf(number, "FGM").path("total").asInt()).isEqualTo(1);
        assertThat(flagsOf(number, "902961000000107").path("total").asInt()).isEqualTo(1);
        assertThat(post("/PatientFlag", patientFlag(number, FGM, "n")).statusCode())
                .isEqualTo(200);
        assertThat(flagsOf(number).path("total").asInt()).isEqualTo(1);
        String other = patient();
        post("/PatientFlag", patientFlag(other, FGM, "n"));
        assertThat(fgmOf(other).path("total").asInt()).isEqualTo(1);
        assertThat(fgmOf(other).at("/entry/0/resource/code/coding/0/code").asText())
                .isEqualTo("902961000000107");
        assertError(post("/Flag", fgmFlag(other)), 400, "invalid", "VALIDATION_ERROR", "Flag value was already set");
    }

    @Test
    default void whatCannotBeAddedIsRefusedInTheWordsOfTheTable() {
        String number = patient();
        String good = fgmFlag(number);
        assertError(
                post("/Flag", good.replace(number, "1234567890")),
                400,
                "invalid",
                "INVALID_VALUE",
                "Invalid NHS number");
        assertError(
                post("/Flag", good.replace("902961000000107", "902961000000108")),
                400,
                "invalid",
                "UNSUPPORTED_VALUE",
                "Code must be 902961000000107");
        assertError(
                post("/Flag", good.replace("active", "inactive")),
                400,
                "invalid",
                "UNSUPPORTED_VALUE",
                "Status must be active on this interaction");
        String today = LocalDate.now().minusYears(18).toString();
        assertError(
                post("/Flag", fgmFlag(patient("\"gender\": \"female\", \"birthDate\": \"" + today + "\""))),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "Patient is over 18");
        assertThat(post(
                                "/Flag",
                                fgmFlag(patient("\"gender\": \"other\", \"birthDate\": \""
                                        + LocalDate.now().minusYears(18).plusDays(2) + "\"")))
                        .statusCode())
                .isEqualTo(201);
        assertError(
                post("/Flag", fgmFlag(patient("\"gender\": \"male\", \"birthDate\": \"2019-01-01\""))),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "Patient gender must be female, unknown or indeterminate");
        assertError(
                post("/Flag", good.replaceFirst("\\{", "{\"extension\": [" + reason("0") + "], ")),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "Removal reason not allowed on this interaction");
        post("/Flag", good);
        assertError(post("/Flag", good), 400, "invalid", "VALIDATION_ERROR", "Flag value was already set");
    }

    @Test
    default void theFirstProblemInTheOrderOfTheTableIsTold() {
        String boy = patient("\"gender\": \"male\", \"birthDate\": \"1990-01-01\"");
        String wrong = fgmFlag(boy).replace("active", "inactive");
        assertError(
                post("/Flag", wrong.replace("902961000000107", "1")),
                400,
                "invalid",
                "UNSUPPORTED_VALUE",
                "Code must be");
        assertError(post("/Flag", wrong), 400, "invalid", "UNSUPPORTED_VALUE", "Status must be active");
        assertError(post("/Flag", fgmFlag(boy)), 400, "invalid", "VALIDATION_ERROR", "Patient is over 18");
    }

    @Test
    default void aRemovalNeedsTheFlagItsIdAndAReason() {
        String number = patient();
        String id = ServedFlags.id(post("/Flag", fgmFlag(number)));
        assertError(
                put(
                        "nobody",
                        removal("nobody", "inactive", reason("0"))
                                .replace(
                                        "\"status\"",
                                        "\"code\": {\"coding\": [{\"code\": \"902961000000107\"}]}, \"status\"")),
                400,
                "invalid",
                "RESOURCE_NOT_FOUND",
                "Resource not found");
        assertError(
                put(id, removal("other", "inactive", reason("0"))),
                400,
                "invalid",
                "INVALID_VALUE",
                "ID specified in the URL does not match the ID specified in the resource");
        for (String extension : List.of("", reason("7"))) {
            assertError(
                    put(id, removal(id, "inactive", extension)),
                    400,
                    "invalid",
                    "VALIDATION_ERROR",
                    "Removal reason must be supplied");
        }
        assertThat(put(id, removal(id, "active", "")).statusCode()).isEqualTo(400);
        assertThat(fgmOf(number).path("total").asInt()).isEqualTo(1);
    }

    @Test
    default void badSearchesAndOtherRolesAreRefused() {
        for (String query : List.of(
                "patient:identifier=", BY_NUMBER + "1234567890", "patient:identifier=https://other%7C9000000009")) {
            assertError(flags().get("/Flag?" + query), 400, "invalid", "INVALID_SEARCH_DATA", "Invalid NHS number");
        }
        Response response = flags().header("OpenSpine-Access-Mode", "application-restricted")
                .contentType(JSON)
                .body(fgmFlag(patient()))
                .post("/Flag");
        assertError(
                response,
                403,
                "forbidden",
                "ACCESS_DENIED",
                "sender/receiver ASID not authorised for this interaction");
    }
}
