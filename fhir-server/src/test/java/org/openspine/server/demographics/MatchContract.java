package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;
import static org.openspine.server.demographics.TraceContract.home;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code Patient/$match} on the unified base and at the national path. */
interface MatchContract extends TraceContract {
    private static String patient(String family, String given, String birthDate, String more) {
        return """
                {"resourceType": "Patient", "name": [{"use": "usual", "family": "%s", "given": ["%s"]}],
                 "gender": "female", "birthDate": "%s"%s}""".formatted(family, given, birthDate, more.isEmpty() ? "" : ", " + more);
    }

    private static String parameters(String patient, String more) {
        return "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"resource\", \"resource\": %s}%s]}"
                .formatted(patient, more.isEmpty() ? "" : ", " + more);
    }

    private static Response match(RequestSpecification request, String body) {
        return request.contentType(JSON).body(body).post("/Patient/$match");
    }

    private List<String> matched(String family, String given, String birthDate, String more) {
        JsonNode bundle = ok(match(fhir(), parameters(patient(family, given, birthDate, more), "")));
        assertThat(ok(match(pds(), parameters(patient(family, given, birthDate, more), "")))
                        .path("total")
                        .asInt())
                .isEqualTo(bundle.path("total").asInt());
        return TraceContract.numbers(bundle);
    }

    @Test
    default void matchesAreGradedAndTheBestComesFirst() {
        String sure = person("Gradewell", "Ann", "female", "1941-02-03", home("LS1 1AA"));
        String less = person("Gradewel", "Ann", "female", "1941-02-03", home("LS1 1AA"));
        for (RequestSpecification request : List.of(fhir(), pds())) {
            JsonNode bundle =
                    ok(match(request, parameters(patient("Gradewell", "Ann", "1941-02-03", home("LS1 1AA")), "")));
            assertThat(bundle.path("type").asText()).isEqualTo("searchset");
            assertThat(TraceContract.numbers(bundle)).containsExactly(sure, less);
            assertThat(bundle.at("/entry/0/search").toString()).isEqualTo("""
                    {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/match-grade","valueCode":"certain"}],\
                    "mode":"match","score":1}""");
            assertThat(bundle.at("/entry/1/search/extension/0/valueCode").asText())
                    .isEqualTo("probable");
            assertThat(bundle.at("/entry/1/search/score").asDouble()).isBetween(0.9, 0.9999);
        }
    }

    @Test
    default void unifiedBaseAnswersTheStoredResource() {
        String number = person("Storedwell", "Ann", "female", "1942-02-03");
        JsonNode bundle = ok(match(fhir(), parameters(patient("Storedwell", "Ann", "1942-02-03", ""), "")));
        assertThat(bundle.at("/entry/0/fullUrl").asText()).isEqualTo(base() + "/Patient/" + number);
        assertThat(bundle.at("/entry/0/resource")).isEqualTo(get("/Patient/" + number));
    }

    @Test
    default void patientMayBeTheWholeBody() {
        String number = person("Bodywell", "Ann", "female", "1943-02-03");
        for (RequestSpecification request : List.of(fhir(), pds())) {
            assertThat(TraceContract.numbers(ok(match(request, patient("Bodywell", "Ann", "1943-02-03", "")))))
                    .containsExactly(number);
        }
    }

    @Test
    default void onlyCertainMatchesIsOneFullAgreementOrNothing() {
        String number = person("Certainly", "Ann", "female", "1944-02-03");
        person("Certainley", "Ann", "female", "1944-02-03");
        String only = "{\"name\": \"onlyCertainMatches\", \"valueBoolean\": true}";
        assertThat(TraceContract.numbers(
                        ok(match(fhir(), parameters(patient("Certainly", "Ann", "1944-02-03", ""), only)))))
                .containsExactly(number);
        assertThat(TraceContract.numbers(
                        ok(match(fhir(), parameters(patient("Certanly", "Ann", "1944-02-03", ""), only)))))
                .isEmpty();
        person("Certainly", "Ann", "female", "1944-02-03");
        assertThat(TraceContract.numbers(
                        ok(match(fhir(), parameters(patient("Certainly", "Ann", "1944-02-03", ""), only)))))
                .as("of two who agree neither is certain")
                .isEmpty();
    }

    @Test
    default void countKeepsTheBest() {
        String best = person("Countwell", "Ann", "female", "1945-02-03");
        person("Countwel", "Ann", "female", "1945-02-03");
        for (RequestSpecification request : List.of(fhir(), pds())) {
            assertThat(TraceContract.numbers(ok(match(
                            request,
                            parameters(
                                    patient("Countwell", "Ann", "1945-02-03", ""),
                                    "{\"name\": \"count\", \"valueInteger\": 1}")))))
                    .containsExactly(best);
        }
    }

    @Test
    default void slipInTheBirthDateIsForgivenWhereAllElseAgrees() {
        String number = person("Slipdate", "Ann", "female", "1946-02-13", home("LS1 1AA"));
        assertThat(matched("Slipdate", "Ann", "1946-02-18", home("LS1 1AA"))).containsExactly(number);
        assertThat(matched("Slipdate", "Ann", "1946-02-27", home("LS1 1AA"))).containsExactly(number);
        assertThat(matched("Slipdate", "Ann", "1946-07-13", home("LS1 1AA"))).containsExactly(number);
        assertThat(matched("Slipdate", "Ann", "1946-02-18", "")).isEmpty();
        assertThat(matched("Slipdate", "Jane", "1946-02-18", home("LS1 1AA"))).isEmpty();
        assertThat(matched("Slipdate", "Ann", "1971-02-18", home("LS1 1AA"))).isEmpty();
    }

    @Test
    default void restrictedRecordIsMatchedWithoutItsLocationUnlessOneIsNamed() {
        String number = person(
                "Hiddenwell",
                "Ann",
                "female",
                "1947-02-03",
                PdsReadContract.security("R").replaceFirst(", $", ""),
                home("LS1 1AA"));
        JsonNode bundle = ok(match(fhir(), parameters(patient("Hiddenwell", "Ann", "1947-02-03", ""), "")));
        assertThat(TraceContract.numbers(bundle)).containsExactly(number);
        assertThat(bundle.toString()).doesNotContain("LS1 1AA");
        assertThat(matched("Hiddenwell", "Ann", "1947-02-03", home("LS1 1AA"))).isEmpty();
    }

    @Test
    default void tooLittleIsRefused() {
        for (RequestSpecification request : List.of(fhir(), pds())) {
            Response response = match(request, parameters("{\"resourceType\": \"Patient\", \"gender\": \"male\"}", ""));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.asString()).contains("Missing value - 'resource/birthDate'");
        }
        assertError(
                match(pds(), parameters("{\"resourceType\": \"Patient\", \"birthDate\": \"1980-01-01\"}", "")),
                400,
                "value",
                "INVALID_SEARCH_DATA",
                "Search data is invalid",
                "Invalid search data provided - '%s'".formatted(PdsSearchRequestContract.FUZZY_MINIMUM));
        assertError(
                match(pds(), "{\"resourceType\": \"Parameters\"}"),
                400,
                "required",
                "MISSING_VALUE",
                "Required value is missing",
                "Missing value - 'resource'");
        assertThat(match(fhir(), parameters(patient("A", "B", "12.3.1980", ""), ""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(match(
                                fhir(),
                                parameters(
                                        patient("A", "B", "1980-01-01", ""),
                                        "{\"name\": \"count\", \"valueInteger\": 0}"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(match(
                                fhir(),
                                parameters(
                                        patient("A", "B", "1980-01-01", ""),
                                        "{\"name\": \"page\", \"valueInteger\": 1}"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    default void matchesThatAgreeInLittleArePossible() {
        person("Possibleton", "Ann", "female", "1948-02-03", home("LS1 1AA"));
        JsonNode bundle = ok(match(pds(), parameters(patient("Possibltn", "Anne", "1948-03-02", home("LS1 1AA")), "")));
        assertThat(bundle.at("/entry/0/search/score").asDouble()).isLessThan(0.9);
        assertThat(bundle.at("/entry/0/search/extension/0/valueCode").asText()).isEqualTo("possible");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "name": {"family": "A"}                                        | resource/name
            "name": [{"family": 7, "given": ["B"]}]                        | resource/name/family
            "name": [{"family": "A", "given": "B"}]                        | resource/name/given
            "name": [{"family": "A", "given": [["B"]]}]                    | resource/name/given
            "name": [{"family": "A", "given": ["B"]}], "gender": "f"       | resource/gender
            "name": [{"family": "A", "given": ["B"]}], "gender": ["male"]  | resource/gender
            "name": [{"family": "A", "given": ["B"]}], "address": "LS1"    | resource/address
            "name": [{"family": "A", "given": ["B"]}], "address": [{"postalCode": {}}] | resource/address/postalCode
            "name": [{"family": "A", "given": ["B"]}], "telecom": [{"system": "phone", "value": 1}] | resource/telecom/value
            """)
    default void aValueOfAnotherKindIsRefusedNotOverlooked(String members, String path) {
        String patient = "{\"resourceType\": \"Patient\", \"birthDate\": \"1980-01-01\", %s}".formatted(members);
        Response response = match(pds(), parameters(patient, ""));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.asString()).contains("INVALID_VALUE", "in field '%s'".formatted(path));
        assertThat(match(fhir(), parameters(patient, "")).statusCode()).isEqualTo(400);
    }

    @Test
    default void otherParametersAreRefused() {
        String sound = patient("A", "B", "1980-01-01", "");
        assertError(
                match(pds(), parameters(sound, "{\"name\": \"page\", \"valueInteger\": 1}")),
                400,
                "invariant",
                "ADDITIONAL_PROPERTIES",
                "Additional properties should not be included",
                "Invalid request with error - Additional properties are not allowed ('page' was unexpected)");
        assertError(
                match(pds(), "{\"resourceType\": \"Parameters\", \"parameter\": {\"name\": \"resource\"}}"),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - '{\\\"name\\\":\\\"resource\\\"}' in field 'parameter'");
        assertThat(match(pds(), "{\"resourceType\": \"Bundle\"}").asString()).contains("VALIDATION_ERROR");
        for (String value : new String[] {"\"valueBoolean\": 1", "\"valueBoolean\": []", "\"valueString\": \"yes\""}) {
            assertThat(match(pds(), parameters(sound, "{\"name\": \"onlyCertainMatches\", %s}".formatted(value)))
                            .asString())
                    .contains("INVALID_VALUE", "in field 'onlyCertainMatches'");
        }
    }

    @Test
    default void patientsMayNotMatch() {
        for (RequestSpecification request : List.of(fhir(), pds())) {
            Response response = match(
                    request.header("NHSD-NHSLogin-User", "P9:9912003071"),
                    parameters(patient("A", "B", "1980-01-01", ""), ""));
            assertThat(response.statusCode()).isEqualTo(403);
        }
    }

    @Test
    default void capabilityStatementListsTheOperation() {
        assertThat(get("/metadata").toString()).contains("http://hl7.org/fhir/OperationDefinition/Patient-match");
    }
}
