package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Insurance cards (EHIC) at the national path. */
interface PdsCoverageContract extends ServedPds {
    default ObjectNode card(String number) {
        return (ObjectNode) ServedBase.tree("""
                {"resourceType": "Coverage", "status": "active",
                 "subscriber": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}},
                 "identifier": [{"value": "80724 0001-A", "assigner": {"identifier": {"system": "urn:iso:std:iso:3166", "value": "ROU"}}}],
                 "payor": [{"identifier": {"value": "CNAS/40"}}],
                 "beneficiary": {"identifier": {"value": "1850203A"}},
                 "period": {"end": "2031-05-06"}}""".formatted(number));
    }

    default Response card(String number, long version, JsonNode coverage) {
        return pds().header("If-Match", "W/\"%d\"".formatted(version))
                .contentType("application/json")
                .body(coverage.toString())
                .post("/Coverage");
    }

    default Response read(String number) {
        return pds().get("/Coverage?subscriber:identifier=" + number);
    }

    @Test
    default void aPatientHasOneCardAndItsChangesAreVersionsOfThePatient() {
        String number = storePatient("");
        Response none = read(number);
        assertThat(none.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(ok(none).path("total").asInt()).isZero();
        assertThat(ok(none).has("entry")).isFalse();
        for (int version = 1; version < 3; version++) {
            ObjectNode coverage = card(number);
            ((ObjectNode) coverage.at("/payor/0/identifier")).put("value", "CNAS/" + version);
            Response response = card(number, version, coverage);
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
            assertThat(response.header("ETag")).isEqualTo("W/\"%d\"".formatted(version + 1));
            JsonNode bundle = ServedBase.body(response);
            assertThat(bundle.at("/meta/versionId").asText()).isEqualTo(Integer.toString(version + 1));
            JsonNode read = ok(read(number));
            assertThat(read.path("total").asInt()).isEqualTo(1);
            assertThat(read.path("entry")).isEqualTo(bundle.path("entry"));
            ((ObjectNode) coverage.path("subscriber")).put("type", "Patient");
            ((ObjectNode) coverage.path("beneficiary")).put("type", "Patient");
            ((ObjectNode) coverage.at("/identifier/0/assigner")).put("display", "Romania");
            assertThat(read.at("/entry/0/resource")).isEqualTo(coverage);
            assertThat(read.at("/entry/0/fullUrl").asText())
                    .isEqualTo(pdsBase() + "/Coverage?subscriber:identifier=" + number);
        }
        assertThat(ok(pds().get("/Patient/" + number)).at("/meta/versionId").asText())
                .isEqualTo("3");
    }

    @Test
    default void theRequestNamesOnePatientAndNothingElse() {
        for (String query : new String[] {"", "?subscriber=9000000009", "?subscriber:identifier=9000000009&a=b"}) {
            assertError(
                    pds().get("/Coverage" + query),
                    400,
                    "value",
                    "INVALID_SEARCH_DATA",
                    "Search data is invalid",
                    "Invalid search data provided - 'Coverage search request must follow the format"
                            + " /Coverage?subscriber:identifier=NHS_NUMBER'");
        }
        assertError(read("9000000000"), 400, "value", "INVALID_RESOURCE_ID", "Resource Id is invalid", "");
        assertError(read("9111231130"), 404, "not-found", "RESOURCE_NOT_FOUND", "Resource not found", "");
        assertThat(read(storePatient(PdsReadContract.security("REDACTED") + "\"gender\": \"male\""))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    default void theColonOfTheParameterMayBeEscapedAndTheNumberStandsAlone() {
        String number = storePatient("");
        Response answer = pds().get("/Coverage?subscriber%3Aidentifier=" + number);
        assertThat(ok(answer).path("total").asInt()).isZero();
        assertThat(answer.contentType()).isEqualTo(JSON);
        for (String value : new String[] {"https://fhir.nhs.uk/Id/nhs-number%7C" + number, "", "%20" + number, "abc"}) {
            assertError(read(value), 400, "value", "INVALID_RESOURCE_ID", "Resource Id is invalid", "");
        }
        assertThat(pds().get("/Coverage?subscriber:identifier=%1$s&subscriber:identifier=%1$s".formatted(number))
                        .asString())
                .contains("INVALID_SEARCH_DATA");
    }

    @Test
    default void aCardHasOneIdentifierAndAnEndWithinAHundredAndFiftyYears() {
        String number = storePatient("");
        ObjectNode two = card(number);
        ((ArrayNode) two.path("identifier")).add(two.at("/identifier/0"));
        assertThat(card(number, 1, two).asString()).contains("TOO_MANY_VALUES_SUBMITTED", " in field 'identifier'");
        String[][] wrong = {
            {"/period", "end", LocalDate.now().minusYears(151).toString()},
            {"/period", "end", "2031-05"},
            {"/payor/0/identifier", "value", "x".repeat(31)},
            {"/identifier/0", "value", "x".repeat(26)},
            {"/identifier/0/assigner/identifier", "system", "urn:iso:std:iso:3166-2"}
        };
        for (String[] example : wrong) {
            ObjectNode coverage = card(number);
            ((ObjectNode) coverage.at(example[0])).put(example[1], example[2]);
            assertThat(card(number, 1, coverage).asString())
                    .contains("INVALID_VALUE", "'%s'".formatted(example[2]), example[0].substring(1));
        }
        ObjectNode old = card(number);
        ((ObjectNode) old.path("period"))
                .put("end", LocalDate.now().minusYears(149).toString());
        ((ObjectNode) old.path("identifier").path(0)).put("value", "aZ9-,/:'. ");
        old.putObject("type").put("text", "EHIC");
        Response taken = card(number, 1, old);
        assertThat(taken.statusCode()).as(taken.asString()).isEqualTo(201);
        assertThat(taken.contentType()).isEqualTo(JSON);
    }

    @Test
    default void aCardThatLacksItsPersonOrInstitutionIsNotShown() {
        String number = storePatient("");
        ObjectNode coverage = card(number);
        ((ObjectNode) coverage.at("/payor/0")).removeAll().put("display", "unknown");
        create(coverage.toString());
        assertThat(ok(read(number)).path("total").asInt()).isZero();
    }

    @Test
    default void theSurvivorsCardIsShown() {
        String survivor = storePatient("");
        assertThat(card(survivor, 1, card(survivor)).statusCode()).isEqualTo(201);
        String superseded =
                storePatient("\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                        .formatted(survivor));
        assertThat(ok(read(superseded))
                        .at("/entry/0/resource/subscriber/identifier/value")
                        .asText())
                .isEqualTo(survivor);
        Response refused = card(superseded, 1, card(superseded));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).contains("FORBIDDEN_UPDATE");
        JsonNode shown = ServedBase.body(pds().header("NHSD-NHSLogin-User", "P9:" + superseded)
                .get("/Coverage?subscriber:identifier=" + superseded));
        assertThat(shown.path("total").asInt()).isEqualTo(1);
    }

    @Test
    default void patientsSeeAndReplaceTheirOwnCard() {
        String own = storePatient("");
        String other = storePatient("");
        assertThat(pds().header("NHSD-NHSLogin-User", "P9:" + own)
                        .get("/Coverage?subscriber:identifier=" + own)
                        .statusCode())
                .isEqualTo(200);
        Response[] refused = {
            pds().header("NHSD-NHSLogin-User", "P9:" + own).get("/Coverage?subscriber:identifier=" + other),
            pds().header("NHSD-NHSLogin-User", "P9:" + own)
                    .header("If-Match", "W/\"1\"")
                    .contentType("application/json")
                    .body(card(other).toString())
                    .post("/Coverage")
        };
        for (Response answer : refused) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.asString()).contains("ACCESS_DENIED", "Patient cannot perform this action");
        }
        for (String mode : List.of("user-restricted", "application-restricted", "privileged-application-restricted")) {
            assertError(
                    pds().header("OpenSpine-Access-Mode", mode).get("/Coverage?subscriber:identifier=" + own),
                    403,
                    "forbidden",
                    "ACCESS_DENIED",
                    "Cannot GET resource with %s access token".formatted(mode),
                    "Your app has insufficient permissions to use this operation. Please contact support.");
        }
    }

    @Test
    default void whatACardNeedsIsTold() {
        String number = storePatient("");
        String[][] parts = {
            {"", "status", "status"},
            {"", "subscriber", "subscriber"},
            {"", "identifier", "identifier"},
            {"", "payor", "payor"},
            {"", "beneficiary", "beneficiary"},
            {"", "period", "period"},
            {"/identifier/0", "value", "identifier/0/value"},
            {"/identifier/0", "assigner", "identifier/0/assigner"},
            {"/payor/0/identifier", "value", "payor/0/identifier/value"},
            {"/subscriber/identifier", "value", "subscriber/identifier/value"}
        };
        for (String[] part : parts) {
            ObjectNode coverage = card(number);
            ((ObjectNode) coverage.at(part[0])).remove(part[1]);
            Response response = card(number, 1, coverage);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.asString()).contains("MISSING_VALUE", "'" + part[2]);
        }
        Object[][] wrong = {
            {"", "status", "cancelled", "status"},
            {"/identifier/0", "value", "A_1", "identifier/0/value"},
            {"/identifier/0/assigner/identifier", "value", "fr", "identifier/0/assigner/identifier/value"},
            {"/beneficiary/identifier", "value", "x".repeat(26), "beneficiary/identifier/value"},
            {"/period", "end", LocalDate.now().plusYears(151).toString(), "period/end"}
        };
        for (Object[] example : wrong) {
            ObjectNode coverage = card(number);
            ((ObjectNode) coverage.at((String) example[0])).put((String) example[1], (String) example[2]);
            assertError(
                    card(number, 1, coverage),
                    400,
                    "value",
                    "INVALID_VALUE",
                    "Provided value is invalid",
                    "Invalid value - '%s' in field '%s'".formatted(example[2], example[3]));
        }
        ObjectNode coverage = card(number);
        ((ArrayNode) coverage.path("payor")).add(coverage.at("/payor/0"));
        Response many = card(number, 1, coverage);
        assertThat(many.statusCode()).isEqualTo(400);
        assertThat(many.asString()).contains("TOO_MANY_VALUES_SUBMITTED", " in field 'payor'");
    }

    @Test
    default void theVersionOfThePatientMustBeKnown() {
        String number = storePatient("");
        assertThat(pds().contentType("application/json")
                        .body(card(number).toString())
                        .post("/Coverage")
                        .statusCode())
                .isEqualTo(412);
        assertThat(card(number, 7, card(number)).statusCode()).isEqualTo(409);
        assertThat(card("9111231130", 7, card("9111231130")).statusCode()).isEqualTo(404);
        assertThat(ok(read(number)).path("total").asInt()).isZero();
    }
}
