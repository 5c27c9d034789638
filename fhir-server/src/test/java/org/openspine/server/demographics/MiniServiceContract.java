package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsCreateContract.uniqueFamily;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Spine Mini Service as operations, on the national base and on the unified one. */
interface MiniServiceContract extends ServedPds {
    static String person(String family) {
        return """
                "name": [{"use": "usual", "family": "%s", "given": ["Eowyn"]}], "gender": "female", "birthDate": "1961-07-08",
                "address": [{"use": "home", "line": ["1 High Street", "Leeds"], "postalCode": "LS1 1AA"}]""".formatted(family);
    }

    /** Asks by GET and by POST, on both bases: one answer. */
    default JsonNode ask(String operation, String... namesAndValues) {
        List<String> query = new ArrayList<>();
        List<String> body = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.add(namesAndValues[i] + "=" + namesAndValues[i + 1]);
            body.add("{\"name\": \"%s\", \"valueString\": \"%s\"}".formatted(namesAndValues[i], namesAndValues[i + 1]));
        }
        String get = "/Patient/$%s?%s".formatted(operation, String.join("&", query));
        String parameters = "{\"resourceType\": \"Parameters\", \"parameter\": [%s]}".formatted(String.join(",", body));
        JsonNode answer = ok(pds().get(get));
        assertThat(ok(pds().contentType(JSON).body(parameters).post("/Patient/$" + operation)))
                .isEqualTo(answer);
        assertThat(ok(fhir().get(get))).isEqualTo(answer);
        assertThat(ok(sending(parameters).post("/Patient/$" + operation))).isEqualTo(answer);
        return answer;
    }

    static JsonNode output(JsonNode answer, String name) {
        for (JsonNode parameter : answer.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                for (String member : new String[] {"valueBoolean", "valueCode", "valueString", "resource"}) {
                    if (parameter.has(member)) {
                        return parameter.path(member);
                    }
                }
            }
        }
        return MissingNode.getInstance();
    }

    static void assertStatus(JsonNode answer, String status) {
        assertThat(output(answer, "status").asText()).as(answer.toString()).isEqualTo(status);
    }

    default void assertVerified(boolean verified, String status, String... namesAndValues) {
        JsonNode answer = ask("verify-nhs-number", namesAndValues);
        assertThat(output(answer, "verified").asBoolean()).as(answer.toString()).isEqualTo(verified);
        assertStatus(answer, status);
    }

    @Test
    default void aNumberIsVerifiedByBirthDateAndTheBeginningsOfNames() {
        String number = storePatient(person("Dúnedain"));
        assertVerified(true, "success", "nhsNumber", number, "birthDate", "1961-07-08");
        assertVerified(
                true, "success", "nhsNumber", number, "birthDate", "1961-07-08", "family", "DUNbar", "given", "e");
        assertVerified(false, "not-verified", "nhsNumber", number, "birthDate", "1961-07-09");
        assertVerified(false, "not-verified", "nhsNumber", number, "birthDate", "1961-07-08", "family", "Du");
        assertVerified(false, "not-verified", "nhsNumber", number, "birthDate", "1961-07-08", "given", "Arwen");
    }

    @Test
    default void numbersThatAreNoneOrNobodysAreTold() {
        assertVerified(false, "invalid-number", "nhsNumber", "9000000000", "birthDate", "1961-07-08");
        assertVerified(false, "invalid-number", "nhsNumber", "abc", "birthDate", "1961-07-08");
        assertVerified(false, "no-match", "nhsNumber", "9111231130", "birthDate", "1961-07-08");
        String invalidated = storePatient(PdsReadContract.security("REDACTED") + person("Gone"));
        assertVerified(false, "invalidated", "nhsNumber", invalidated, "birthDate", "1961-07-08");
        String hidden = storePatient(PdsReadContract.security("V") + person("Hidden"));
        assertVerified(false, "not-verified", "nhsNumber", hidden, "birthDate", "1961-07-08");
    }

    @Test
    default void aSupersededNumberLeadsToTheCurrentOne() {
        String survivor = storePatient(person("Nowe"));
        String old = storePatient("\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                .formatted(survivor));
        JsonNode answer = ask("verify-nhs-number", "nhsNumber", old, "birthDate", "1961-07-08");
        assertThat(output(answer, "verified").asBoolean()).isTrue();
        assertStatus(answer, "superseded");
        assertThat(output(answer, "currentNhsNumber").asText()).isEqualTo(survivor);
    }

    @Test
    default void theNumberOfASinglePersonIsFound() {
        String family = uniqueFamily();
        String number = storePatient(person(family));
        String[] known = {
            "family", family, "given", "Eowyn", "gender", "female", "birthDate", "1961-07-08", "postcode", "LS11AA"
        };
        JsonNode one = ask("get-nhs-number", known);
        assertStatus(one, "success");
        assertThat(output(one, "nhsNumber").asText()).isEqualTo(number);
        storePatient(person(family));
        JsonNode several = ask("get-nhs-number", known);
        assertStatus(several, "multiple-matches");
        assertThat(output(several, "nhsNumber").isMissingNode()).isTrue();
        assertStatus(ask("get-nhs-number", "family", family, "gender", "male", "birthDate", "1961-07-08"), "no-match");
    }

    @Test
    default void detailsComeByNumberOrBySearchAndWithoutHiddenLocation() {
        String family = uniqueFamily();
        String number = storePatient(PdsReadContract.security("R") + person(family));
        JsonNode byNumber = ask("get-patient-details", "nhsNumber", number, "birthDate", "1961-07-08");
        assertStatus(byNumber, "success");
        assertThat(output(byNumber, "patient").path("id").asText()).isEqualTo(number);
        assertThat(output(byNumber, "patient").has("address")).isFalse();
        JsonNode bySearch = ask("get-patient-details", "family", family, "gender", "female", "birthDate", "1961-07-08");
        assertThat(output(bySearch, "patient")).isEqualTo(output(byNumber, "patient"));
        JsonNode refused = ask("get-patient-details", "nhsNumber", number, "birthDate", "1961-07-01");
        assertStatus(refused, "not-verified");
        assertThat(output(refused, "patient").isMissingNode()).isTrue();
    }

    @Test
    default void detailsOfASupersededNumberAreTheSurvivorsAndOfOthersNobodys() {
        String family = uniqueFamily();
        String survivor = storePatient(person(family));
        String old = storePatient("\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                .formatted(survivor));
        JsonNode answer = ask("get-patient-details", "nhsNumber", old, "birthDate", "1961-07-08");
        assertStatus(answer, "superseded");
        assertThat(output(answer, "patient").path("id").asText()).isEqualTo(survivor);
        String invalidated = storePatient(PdsReadContract.security("REDACTED") + person(family));
        String[][] nobody = {{invalidated, "invalidated"}, {"9111231130", "no-match"}, {"12345", "invalid-number"}};
        for (String[] example : nobody) {
            JsonNode refused = ask("get-patient-details", "nhsNumber", example[0], "birthDate", "1961-07-08");
            assertStatus(refused, example[1]);
            assertThat(refused.path("parameter")).hasSize(1);
        }
        storePatient(person(family));
        JsonNode several = ask("get-patient-details", "family", family, "gender", "female", "birthDate", "1961-07-08");
        assertStatus(several, "multiple-matches");
        assertThat(several.path("parameter")).hasSize(1);
    }

    /** Contract part 3: the values have the types of the table; texts are taken for them. */
    @Test
    default void inputsMayHaveTheirTypes() {
        String family = uniqueFamily();
        String number = storePatient(person(family));
        String parameters = """
                {"resourceType": "Parameters", "parameter": [{"name": "family", "valueString": "%s"},
                  {"name": "gender", "valueCode": "female"}, {"name": "birthDate", "valueDate": "1961-07-08"},
                  {"name": "postcode", "valueString": "ls1 1aa"}]}""".formatted(family);
        for (Response answer : List.of(
                pds().contentType("application/json").body(parameters).post("/Patient/$get-nhs-number"),
                sending(parameters).post("/Patient/$get-nhs-number"))) {
            assertThat(output(ok(answer), "nhsNumber").asText()).isEqualTo(number);
            assertThat(answer.contentType()).startsWith(JSON);
        }
    }

    @Test
    default void otherInputsAreRefused() {
        assertError(
                pds().get("/Patient/$verify-nhs-number?nhsNumber=9000000009&birthDate=1961-07-08&colour=red"),
                400,
                "invariant",
                "ADDITIONAL_PROPERTIES",
                "Additional properties should not be included",
                "Invalid request with error - Additional properties are not allowed ('colour' was unexpected)");
        assertError(
                pds().get("/Patient/$get-nhs-number?family=A&gender=mal&birthDate=1961-07-08"),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - 'mal' in field 'gender'");
        String nothing =
                "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"nhsNumber\", \"valueString\": null}]}";
        assertThat(pds().contentType("application/json")
                        .body(nothing)
                        .post("/Patient/$verify-nhs-number")
                        .asString())
                .contains("Missing value - 'nhsNumber'");
        for (String birthDate : new String[] {"%2B12345-01-01", "-0001-01-01", "0000-01-01", "1961-02-30"}) {
            Response refused = pds().get("/Patient/$get-nhs-number?family=A&gender=male&birthDate=" + birthDate);
            assertThat(refused.statusCode()).as(birthDate).isEqualTo(400);
            assertThat(refused.asString()).contains("INVALID_VALUE", "'birthDate'");
        }
        assertThat(pds().put("/Patient/$get-nhs-number").asString()).contains("UNSUPPORTED_SERVICE");
    }

    @Test
    default void onlyMalformedQuestionsAreErrors() {
        String[][] missing = {
            {"verify-nhs-number?birthDate=1961-07-08", "nhsNumber"},
            {"verify-nhs-number?nhsNumber=9000000009", "birthDate"},
            {"get-nhs-number?gender=male&birthDate=1961-07-08", "family"},
            {"get-nhs-number?family=A&birthDate=1961-07-08", "gender"},
            {"get-patient-details?nhsNumber=9000000009", "birthDate"},
            {"get-patient-details?birthDate=1961-07-08", "family"}
        };
        for (String[] example : missing) {
            assertError(
                    pds().get("/Patient/$" + example[0]),
                    400,
                    "required",
                    "MISSING_VALUE",
                    "Required value is missing",
                    "Missing value - '%s'".formatted(example[1]));
        }
        assertError(
                pds().get("/Patient/$verify-nhs-number?nhsNumber=9000000009&birthDate=8.7.1961"),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - '8.7.1961' in field 'birthDate'");
        Response withoutId = pdsWithoutHeaders().get("/Patient/$get-nhs-number");
        assertThat(withoutId.asString()).contains("X-Request-ID header must be supplied");
        assertThat(pds().header("NHSD-NHSLogin-User", "P9:9000000009")
                        .get("/Patient/$verify-nhs-number?nhsNumber=9000000009&birthDate=1961-07-08")
                        .statusCode())
                .isEqualTo(403);
    }
}
