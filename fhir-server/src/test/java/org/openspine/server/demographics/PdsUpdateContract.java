package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;
import org.openspine.server.http.ServedBase;

/** Updates at the national path: how patches are told and applied, and the order of checks. */
interface PdsUpdateContract extends ServedPds {
    String PERSON = """
            "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"},
            "name": [
              {"id": "N1", "use": "usual", "family": "Harker", "given": ["Wilhelmina"], "prefix": ["Mrs"],
               "period": {"start": "2001-02-03"}, "text": "Mina"},
              {"use": "old", "family": "Murray", "given": ["Wilhelmina"]}],
            "gender": "female", "birthDate": "1980-02-03", "multipleBirthBoolean": false,
            "address": [{"id": "A1", "use": "home", "line": ["Exeter House", "1 Cathedral Close", "Centre", "Exeter"],
              "postalCode": "EX1 1AA", "city": "Exeter", "period": {"start": "2001-02-03"}}],
            "telecom": [{"id": "T1", "system": "phone", "value": "01632960001", "use": "home"},
              {"id": "T2", "system": "phone", "value": "07700900001", "use": "mobile"}],
            "generalPractitioner": [{"id": "G1", "type": "Organization", "identifier":
              {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "Y12345"}}],
            "extension": [
              {"url": "https://example.org/unknown", "valueString": "kept"},
              {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NominatedPharmacy",
               "valueReference": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "FX123"}}},
              {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSCommunication", "extension": [
                {"url": "language", "valueCodeableConcept": {"coding": [
                  {"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage", "version": "1.0.0", "code": "ro"}]}},
                {"url": "interpreterRequired", "valueBoolean": true}]}]""";

    String INVALID = "Invalid update with error - ";

    /** Sends patches for the first version of a patient. */
    default Response patch(String number, String patches) {
        return patch(number, 1, patches);
    }

    default Response patch(String number, long version, String patches) {
        return pds().contentType(JSON_PATCH)
                .header("If-Match", "W/\"%d\"".formatted(version))
                .body("{\"patches\": [%s]}".formatted(patches))
                .patch("/Patient/" + number);
    }

    static String operation(String name, String path, String value) {
        return "{\"op\": \"%s\", \"path\": \"%s\", \"value\": %s}".formatted(name, path, value);
    }

    static String text(String value) {
        return "\"" + value + "\"";
    }

    static String remove(String path) {
        return "{\"op\": \"remove\", \"path\": \"%s\"}".formatted(path);
    }

    static void assertInvalidUpdate(Response response, String reason) {
        assertError(response, 400, "structure", "INVALID_UPDATE", "Update is invalid", INVALID + reason);
    }

    /** A person whom these patches do not change, and who stays as they are. */
    default void assertRefused(String patches, String reason) {
        String number = storePatient(PERSON);
        assertInvalidUpdate(patch(number, patches), reason);
        assertThat(ok(pds().get("/Patient/" + number)).at("/meta/versionId").asText())
                .isEqualTo("1");
    }

    @Test
    default void allPatchesOfARequestMakeOneVersion() {
        String number = storePatient(PERSON);
        Response response = patch(
                number,
                String.join(
                        ",",
                        operation("replace", "/gender", text("unknown")),
                        operation("test", "/name/0/id", text("N1")),
                        operation("replace", "/name/0/family", text("Seward")),
                        operation("add", "/name/0/given/-", text("Lucy"))));
        JsonNode patient = ok(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(patient.at("/meta/versionId").asText()).isEqualTo("2");
        assertThat(patient.path("gender").asText()).isEqualTo("unknown");
        assertThat(patient.at("/name/0/family").asText()).isEqualTo("Seward");
        assertThat(patient.at("/name/0/given").toString()).isEqualTo("[\"Wilhelmina\",\"Lucy\"]");
        assertThat(patient.at("/name/0/period/start").asText()).isEqualTo("2001-02-03");
        assertThat(ok(pds().get("/Patient/" + number))).isEqualTo(patient);
    }

    @Test
    default void whatTheNationalViewDoesNotShowStaysInTheRecord() {
        String number = storePatient(PERSON);
        String id = ok(pds().get("/Patient/" + number)).at("/name/1/id").asText();
        ok(patch(number, operation("replace", "/birthDate", text("1981-02-03"))));
        JsonNode stored = get("Patient/" + number);
        assertThat(stored.at("/name/0/text").asText()).isEqualTo("Mina");
        assertThat(stored.at("/name/1/id").asText()).isEqualTo(id);
        assertThat(stored.at("/address/0/city").asText()).isEqualTo("Exeter");
        assertThat(stored.at("/extension/0/valueString").asText()).isEqualTo("kept");
        assertThat(stored.path("multipleBirthBoolean").isBoolean()).isTrue();
        assertThat(stored.has("text"))
                .as("a narrative that tells the former birth date")
                .isFalse();
    }

    @Test
    default void aBareListOfPatchesIsTakenAndOtherMembersAreIgnored() {
        String number = storePatient(PERSON);
        ok(pds().contentType(JSON_PATCH)
                .header("If-Match", "W/\"1\"")
                .body("[" + operation("replace", "/gender", text("male")) + "]")
                .patch("/Patient/" + number));
        ok(pds().contentType(JSON_PATCH + "; charset=utf-8")
                .header("If-Match", "W/\"2\"")
                .body("{\"correction\": false, \"patches\": [%s]}"
                        .formatted(operation("replace", "/gender", text("female"))))
                .patch("/Patient/" + number));
    }

    @Test
    default void thirtyTwoPatchesOfOneVersionHaveOneWinner() {
        String number = storePatient(PERSON);
        List<Integer> statuses = Racing.statuses(
                32,
                racer -> patch(
                        number,
                        operation("add", "/name/-", "{\"use\": \"nickname\", \"family\": \"N%d\"}".formatted(racer))));
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 409)).isEqualTo(31);
        JsonNode patient = ok(pds().get("/Patient/" + number));
        assertThat(patient.at("/meta/versionId").asText()).isEqualTo("2");
        assertThat(patient.path("name")).hasSize(3);
    }

    @Test
    default void aRequestSentAgainIsAnsweredAgainAndNotAppliedAgain() {
        String number = storePatient(PERSON);
        String id = UUID.randomUUID().toString();
        String body = "{\"patches\": [%s]}".formatted(operation("replace", "/gender", text("unknown")));
        JsonNode[] answers = new JsonNode[2];
        for (int i = 0; i < 2; i++) {
            answers[i] = ok(pdsWithoutHeaders()
                    .header("X-Request-ID", id)
                    .header("If-Match", "W/\"1\"")
                    .contentType(JSON_PATCH)
                    .body(body)
                    .patch("/Patient/" + number));
        }
        assertThat(answers[1]).isEqualTo(answers[0]);
        assertThat(patch(number, operation("replace", "/gender", text("unknown")))
                        .statusCode())
                .as("another request")
                .isEqualTo(409);
    }

    @Test
    default void checksStandInThePublishedOrder() {
        String number = storePatient(PERSON);
        String noPatches = "{}";
        assertError(
                pds().body(noPatches).patch("/Patient/9000000000"),
                400,
                "value",
                "INVALID_RESOURCE_ID",
                "Resource Id is invalid",
                "");
        for (String tag : new String[] {"", "1", "\"1\"", "W/1", "W/\"x\"", "*"}) {
            assertError(
                    pds().header("If-Match", tag).body(noPatches).patch("/Patient/9111231130"),
                    412,
                    "structure",
                    "PRECONDITION_FAILED",
                    "Required condition was not fulfilled",
                    INVALID.replace("update", "request") + "If-Match header must be supplied to update this resource");
        }
        for (String type : new String[] {"application/json", JSON, "text/plain"}) {
            assertError(
                    pds().header("If-Match", "W/\"7\"")
                            .contentType(type)
                            .body(noPatches)
                            .patch("/Patient/9111231130"),
                    400,
                    "processing",
                    "UNSUPPORTED_SERVICE",
                    "Unsupported Service",
                    "");
        }
        assertError(
                pds().header("If-Match", "W/\"7\"")
                        .contentType(JSON_PATCH)
                        .body(noPatches)
                        .patch("/Patient/9111231130"),
                404,
                "not-found",
                "RESOURCE_NOT_FOUND",
                "Resource not found",
                "");
        for (String body : new String[] {"{}", "{\"patches\": []}", "[]", "{\"patches\": {}}"}) {
            assertInvalidUpdate(
                    pds().header("If-Match", "W/\"7\"")
                            .contentType(JSON_PATCH)
                            .body(body)
                            .patch("/Patient/" + number),
                    "No patches found");
        }
        assertError(
                patch(number, 7, operation("bad_value", "/gender", text("male"))),
                409,
                "conflict",
                "RESOURCE_VERSION_MISMATCH",
                "Resource version supplied does not match actual version",
                "");
        assertError(
                patch(
                        number,
                        operation("replace", "/pets", text("male")) + ", "
                                + operation("bad_value", "/gender", text("male"))),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - 'bad_value' in field '1/op'");
    }

    @Test
    default void aPatchNeedsAnOperationAPathAndAValue() {
        String number = storePatient(PERSON);
        String[][] cases = {
            {"{\"path\": \"/gender\", \"value\": \"male\"}", "0/op"},
            {"{\"op\": \"add\", \"value\": \"male\"}", "0/path"},
            {"{\"op\": \"add\", \"path\": \"/gender\"}", "0/value"}
        };
        for (String[] example : cases) {
            assertError(
                    patch(number, example[0]),
                    400,
                    "required",
                    "MISSING_VALUE",
                    "Required value is missing",
                    "Missing value - '%s'".formatted(example[1]));
        }
        for (String path : new String[] {"gender", "", "/~2"}) {
            assertError(
                    patch(number, operation("add", path, "1")),
                    400,
                    "value",
                    "INVALID_VALUE",
                    "Provided value is invalid",
                    "Invalid value - '%s' in field '0/path'".formatted(path));
        }
        for (String kind : new String[] {"move", "copy"}) {
            assertThat(patch(number, operation(kind, "/gender", "1")).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    default void aBodyThatIsNoJsonIsRefused() {
        String number = storePatient(PERSON);
        for (String body : new String[] {"{\"patches\": [", "hello", "\"patches\""}) {
            Response response = pds().header("If-Match", "W/\"1\"")
                    .contentType(JSON_PATCH)
                    .body(body)
                    .patch("/Patient/" + number);
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(ServedBase.body(response)
                            .at("/issue/0/details/coding/0/code")
                            .asText())
                    .isEqualTo("INVALID_UPDATE");
        }
    }

    @Test
    default void anItemIsAddedAtTheEndAndGetsItsIdAndStartFromTheService() {
        String number = storePatient("");
        JsonNode patient = ok(patch(
                number,
                String.join(
                        ",",
                        operation(
                                "add",
                                "/name/-",
                                "{\"id\": \"mine\", \"use\": \"usual\", \"family\": \"Quill\", \"prefix\": [\"Mrs.\"]}"),
                        operation(
                                "add",
                                "/telecom/-",
                                "{\"system\": \"email\", \"value\": \"quill@example.com\", \"use\": \"home\","
                                        + " \"period\": {\"start\": \"2020-02-29\"}}"))));
        assertThat(patient.at("/name/0/id").asText()).matches("[0-9A-F]{8}");
        assertThat(patient.at("/name/0/prefix/0").asText()).isEqualTo("Mrs");
        assertThat(patient.at("/name/0/period/start").asText())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(patient.at("/telecom/0/period/start").asText()).isEqualTo("2020-02-29");
        String[] wrong = {"/name", "/name/0", "/name/7"};
        for (String path : wrong) {
            assertThat(patch(number, 2, operation("add", path, "{\"use\": \"old\", \"family\": \"Quill\"}"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(400);
        }
    }

    @Test
    default void whoChangesAPartOfAnItemNamesItsId() {
        assertRefused(
                operation("replace", "/address/0/line/0", text("2 High Street")),
                "no id or url found for path with root /address/0");
        assertRefused(
                operation("add", "/name/0/given/-", text("Rose")), "no id or url found for path with root /name/0");
        assertRefused(
                operation("replace", "/address/7/postalCode", text("EX1 1AB")),
                "no id or url found for path with root /address/7");
        assertRefused(
                operation("replace", "/name/0", "{\"use\": \"usual\", \"family\": \"Harker\"}"),
                "no id or url found for path with root /name/0");
        for (String kind : new String[] {"add", "replace", "test"}) {
            String number = storePatient(PERSON);
            JsonNode patient = ok(patch(
                    number,
                    operation("replace", "/address/0/line/0", text("Rose Cottage")) + ","
                            + operation(kind, "/address/0/id", text("A1"))));
            assertThat(patient.at("/address/0/line/0").asText()).isEqualTo("Rose Cottage");
            assertThat(patient.at("/address/0/id").asText()).isEqualTo("A1");
        }
    }

    @Test
    default void theIdThatIsNamedMustExistAndStandThere() {
        assertRefused(
                operation("replace", "/address/0/id", text("123456")) + ","
                        + operation("replace", "/address/0/postalCode", text("EX1 1AB")),
                "no 'address' resources with object id '123456'");
        assertRefused(
                operation("test", "/telecom/0/id", text("T2")) + ","
                        + operation("replace", "/telecom/0/value", text("01632960002")),
                "Invalid patch - T1 is not equal to tested value T2");
        assertRefused(
                operation("replace", "/telecom/0/id", text("T2")) + ","
                        + operation("replace", "/telecom/0/value", text("01632960002")),
                "Invalid patch - T1 is not equal to tested value T2");
        assertRefused(
                operation("replace", "/address/1/id", text("A1")) + ","
                        + operation("replace", "/address/1/postalCode", text("EX1 1AB")),
                "Invalid patch - index '1' is out of bounds");
    }

    @Test
    default void aWholeItemIsReplacedByItsId() {
        String number = storePatient(PERSON);
        JsonNode patient = ok(
                patch(
                        number,
                        operation(
                                "replace",
                                "/address/0",
                                "{\"id\": \"A1\", \"use\": \"home\", \"line\": [\"\", \"7 Quay Hill\", \"\", \"Whitby\", \"\"], \"postalCode\": \"YO22 4AA\"}")));
        assertThat(patient.at("/address/0/line").toString()).isEqualTo("[\"7 Quay Hill\",\"Whitby\"]");
        assertThat(patient.at("/address/0/period/start").asText())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(get("Patient/" + number).at("/address/0").has("city")).isFalse();
    }

    @Test
    default void whatIsReplacedOrRemovedMustBeThere() {
        assertRefused(
                operation("replace", "/multipleBirthInteger", "1"),
                "Invalid patch - can't replace non-existent object 'multipleBirthInteger'");
        assertRefused(
                operation("test", "/name/0/id", text("N1")) + "," + operation("replace", "/name/0/suffix", "[\"PhD\"]"),
                "Invalid patch - can't replace non-existent object 'suffix'");
        assertRefused(
                remove("/deceasedDateTime"), "Invalid patch - can't remove non-existent object 'deceasedDateTime'");
        assertRefused(
                operation("test", "/name/0/id", text("N1")) + "," + remove("/name/0/suffix"),
                "Invalid patch - can't remove non-existent object 'suffix'");
        assertRefused(
                operation("test", "/name/0/id", text("N1")) + "," + operation("add", "/name/0/given/5", text("Rose")),
                "Invalid patch - index '5' is out of bounds");
    }

    @Test
    default void removalFromAListFollowsATestOfTheItem() {
        assertRefused(
                remove("/telecom/1"),
                "removal '/telecom/1' is not immediately preceded by equivalent test - instead it is the first item");
        String number = storePatient(PERSON);
        assertThat(patch(
                                number,
                                operation("test", "/telecom/1/id", text("T2")) + ","
                                        + operation("replace", "/gender", text("male")) + "," + remove("/telecom/1"))
                        .statusCode())
                .isEqualTo(400);
        JsonNode patient = ok(patch(
                number,
                String.join(
                        ",",
                        operation("test", "/telecom/0/id", text("T1")),
                        remove("/telecom/0"),
                        operation(
                                "test",
                                "/telecom/0",
                                "{\"id\": \"T2\", \"system\": \"phone\", \"value\": \"07700900001\", \"use\": \"mobile\"}"),
                        remove("/telecom/0"),
                        operation(
                                "test",
                                "/extension/0/url",
                                text("https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NominatedPharmacy")),
                        remove("/extension/0"),
                        operation("test", "/name/0/id", text("N1")),
                        remove("/name/0/prefix/0"))));
        assertThat(patient.has("telecom")).isFalse();
        assertThat(patient.path("extension")).hasSize(1);
        assertThat(patient.at("/name/0").has("prefix")).isFalse();
    }

    @Test
    default void positionsShiftAfterARemoval() {
        assertRefused(
                String.join(
                        ",",
                        operation("test", "/telecom/0/id", text("T1")),
                        remove("/telecom/0"),
                        operation("test", "/telecom/1/id", text("T2")),
                        remove("/telecom/1")),
                "Invalid patch - index '1' is out of bounds");
    }

    @Test
    default void aTestComparesWholeValues() {
        assertRefused(
                operation("test", "/gender", text("male")), "Invalid patch - female is not equal to tested value male");
        String number = storePatient(PERSON);
        ok(patch(
                number,
                operation(
                                "test",
                                "/name/0",
                                "{\"suffix\": [], \"id\": \"N1\", \"use\": \"usual\", \"family\": \"Harker\", \"given\": [\"Wilhelmina\"],"
                                        + " \"prefix\": [\"Mrs\"], \"period\": {\"start\": \"2001-02-03\"}}")
                        + "," + operation("replace", "/gender", text("male"))));
    }

    @Test
    default void elementsThatAreNoneAndThoseOfTheServiceAreNotUpdated() {
        for (String element : new String[] {"pets", "id", "meta", "identifier", "link", "active", "resourceType"}) {
            assertRefused(
                    operation("add", "/" + element, "{}"), "Update unsupported for resource - '%s'".formatted(element));
        }
        String number = storePatient(PERSON);
        assertError(
                patch(
                        number,
                        operation("add", "/name/-", "{\"use\": \"old\", \"family\": \"A\", \"colour\": \"red\"}")),
                400,
                "invariant",
                "ADDITIONAL_PROPERTIES",
                "Additional properties should not be included",
                "Invalid request with error - Additional properties are not allowed ('colour' was unexpected)");
    }

    @Test
    default void aValueThatIsNoneIsRefusedInsteadOfOverlooked() {
        String[][] cases = {
            {operation("add", "/name/-", "null"), "None"},
            {operation("add", "/name/-", "{}"), "{}"},
            {operation("add", "/extension/-", "{\"url\": null}"), "{\\\"url\\\":null}"},
            {operation("test", "/name/0/id", text("N1")) + "," + operation("add", "/name/0/given/-", "null"), "None"}
        };
        for (String[] example : cases) {
            String number = storePatient(PERSON);
            assertError(
                    patch(number, example[0]),
                    400,
                    "value",
                    "INVALID_VALUE",
                    "Provided value is invalid",
                    "Invalid value - '%s' in field '%d/value'"
                            .formatted(example[1], example[0].startsWith("{\"op\": \"test\"") ? 1 : 0));
            assertThat(get("Patient/" + number).at("/meta/versionId").asText()).isEqualTo("1");
        }
    }

    @Test
    default void anElementIsNotSetToNothing() {
        for (String nothing : new String[] {"null", "[]", "{}", "[null]"}) {
            for (String kind : new String[] {"add", "replace"}) {
                String number = storePatient("\"gender\": \"female\", \"multipleBirthInteger\": 2");
                String shown = nothing.equals("null") ? "None" : nothing;
                assertError(
                        patch(number, operation(kind, "/multipleBirthInteger", nothing)),
                        400,
                        "value",
                        "INVALID_VALUE",
                        "Provided value is invalid",
                        "Invalid value - '%s' in field '0/value'".formatted(shown));
                assertError(
                        patch(number, operation("add", "/birthDate", nothing)),
                        400,
                        "value",
                        "INVALID_VALUE",
                        "Provided value is invalid",
                        "Invalid value - '%s' in field '0/value'".formatted(shown));
                assertError(
                        patch(number, operation(kind, "/gender", nothing)),
                        403,
                        "forbidden",
                        "FORBIDDEN_UPDATE",
                        "Update is forbidden",
                        "Forbidden update with error - source not permitted to remove 'gender'");
            }
        }
    }

    @Test
    default void theIdOfAnItemStays() {
        assertRefused(
                operation("test", "/name/0/id", text("N1")) + "," + remove("/name/0/id"),
                "Invalid patch - '/name/0/id' names an item and cannot be removed");
    }

    @Test
    default void partsThatOnlyTellOfOthersAreNotUpdated() {
        assertRefused(
                operation("test", "/address/0/id", text("A1")) + ","
                        + operation("add", "/address/0/_line", "[{\"id\": \"a\"}]"),
                "Update unsupported for resource - '_line'");
    }

    @Test
    default void partsOfExtensionsAreKnownByTheirOwnUrl() {
        String number = storePatient(PERSON);
        JsonNode patient = ok(
                patch(
                        number,
                        operation(
                                "replace",
                                "/extension/1/extension/0",
                                "{\"url\": \"language\", \"valueCodeableConcept\": {\"coding\": [{\"system\":"
                                        + " \"https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage\", \"version\": \"1.0.0\", \"code\": \"q4\"}]}}")));
        assertThat(patient.at("/extension/1/extension/0/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("q4");
    }

    @Test
    default void formerSpellingsOfExtensionsAreStoredAsTheCurrentOnes() {
        String number = storePatient(PERSON);
        JsonNode patient = ok(patch(
                number,
                operation(
                        "replace",
                        "/extension/0",
                        "{\"url\": \"https://fhir.nhs.uk/R4/StructureDefinition/Extension-UKCore-NominatedPharmacy\","
                                + " \"valueReference\": {\"identifier\": {\"system\": \"https://fhir.nhs.uk/Id/ods-organization-code\","
                                + " \"value\": \"FX124\", \"period\": {\"start\": \"2020-01-01\"}}}}")));
        assertThat(patient.at("/extension/0").toString())
                .isEqualTo(
                        "{\"url\":\"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NominatedPharmacy\","
                                + "\"valueReference\":{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"FX124\"}}}");
    }

    @Test
    default void restrictedSupersededAndInvalidatedRecordsAreNotUpdated() {
        String gender = operation("replace", "/gender", text("male"));
        for (String code : new String[] {"R", "V"}) {
            Response response = patch(storePatient(PdsReadContract.security(code) + PERSON), gender);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.asString()).contains("FORBIDDEN_UPDATE").doesNotContain("Harker");
        }
        String survivor = storePatient(PERSON);
        String superseded =
                storePatient("\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                        .formatted(survivor));
        assertError(
                patch(superseded, 9, gender),
                403,
                "forbidden",
                "FORBIDDEN_UPDATE",
                "Update is forbidden",
                "Forbidden update with error - Update Failed - NHS No. supplied has been superseded in a merge");
        assertThat(patch(storePatient(PdsReadContract.security("REDACTED") + PERSON), gender)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    default void applicationsDoNotUpdate() {
        String number = storePatient(PERSON);
        for (String mode : new String[] {"application-restricted", "privileged-application-restricted"}) {
            assertError(
                    pds().header("OpenSpine-Access-Mode", mode)
                            .contentType(JSON_PATCH)
                            .header("If-Match", "W/\"1\"")
                            .body("[]")
                            .patch("/Patient/" + number),
                    403,
                    "forbidden",
                    "INVALID_METHOD",
                    "Cannot update resource with %s access token".formatted(mode),
                    "Your app has insufficient permissions to use this method. Please contact support.");
        }
    }

    @Test
    default void patientsUpdateWhereTheyAreAndHowToReachThem() {
        String number = storePatient(PERSON);
        String[] refused = {
            operation("replace", "/gender", text("male")),
            operation("add", "/telecom/-", "{\"system\": \"phone\", \"value\": \"01632960009\", \"use\": \"work\"}"),
            operation("test", "/telecom/1/id", text("T2")) + "," + operation("replace", "/telecom/1/value", text("1")),
            operation("add", "/name/-", "{\"use\": \"old\", \"family\": \"A\"}")
        };
        for (String patches : refused) {
            assertInvalidUpdate(
                    pds().header("NHSD-NHSLogin-User", "P9:" + number)
                            .contentType(JSON_PATCH)
                            .header("If-Match", "W/\"1\"")
                            .body("[" + patches + "]")
                            .patch("/Patient/" + number),
                    "This user does not have permission to update the fields in the patches provided.");
        }
        ok(pds().header("NHSD-NHSLogin-User", "P9:" + number)
                .contentType(JSON_PATCH)
                .header("If-Match", "W/\"1\"")
                .body("["
                        + operation(
                                "replace",
                                "/telecom/1",
                                "{\"id\": \"T2\", \"system\": \"phone\", \"value\": \"07700900002\", \"use\": \"mobile\"}")
                        + ","
                        + operation(
                                "test",
                                "/extension/0/url",
                                text("https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NominatedPharmacy"))
                        + "," + remove("/extension/0") + "]")
                .patch("/Patient/" + number));
    }
}
