package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.assertError;
import static org.openspine.server.carerecords.ServedScr.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;

/** {@code $setPermission}: what it takes, what it refuses, and that it holds at once. */
interface ScrPermissionContract extends ServedScr {
    String SYSTEM = "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission";

    @Test
    default void permissionHoldsForTheNextRequest() {
        String number = patient("");
        String scrId = uploaded(number);
        for (String code : List.of("Yes", "No", "Ask", "No", "Yes", "Ask")) {
            Response set = setPermission(number, code);
            assertThat(set.statusCode()).isEqualTo(201);
            assertThat(set.asString()).isEmpty();
            if (code.equals("No")) {
                assertError(find(number), 403, "forbidden", REFUSED);
                assertError(read(number, scrId), 403, "forbidden", REFUSED);
                assertError(read(number, Summary.newId()), 403, "forbidden", REFUSED);
                assertError(upload(Summary.of(number, Summary.newId())), 403, "forbidden", REFUSED);
            } else {
                assertThat(ok(find(number))
                                .at("/entry/0/resource/securityLabel/0/coding/0/code")
                                .asText())
                        .isEqualTo(code);
                assertThat(ok(read(number, scrId)).path("total").asInt()).isEqualTo(8);
            }
        }
    }

    @Test
    default void whatThePatientRefusedIsRecordedAsRefused() {
        String number = patient("");
        setPermission(number, "No");
        find(number);
        assertThat(get("AuditEvent?entity=Patient/" + number + "&outcome=8")
                        .at("/entry/0/resource/subtype/0/code")
                        .asText())
                .isEqualTo("search-type");
    }

    @Test
    default void refusalHoldsWhereNoSummaryIsStored() {
        String number = patient("");
        setPermission(number, "No");
        assertError(find(number), 403, "forbidden", REFUSED);
    }

    @Test
    default void codeIsTakenWhateverItsCaseAndKeptInTheNationalSpelling() {
        String number = patient("");
        uploaded(number);
        assertThat(setPermission(number, "yES").statusCode()).isEqualTo(201);
        assertThat(ok(find(number))
                        .at("/entry/0/resource/securityLabel/0/coding/0/code")
                        .asText())
                .isEqualTo("Yes");
    }

    @Test
    default void codeableConceptIsTakenToo() {
        String number = patient("");
        assertThat(scrSending("""
                        {"resourceType": "Parameters", "parameter": [{"name": "setPermissions", "part": [
                          {"name": "nhsNumber", "valueString": "%s"},
                          {"name": "permissionCode", "valueCodeableConcept": {"coding": [
                            {"system": "%s", "code": "No"}]}}]}]}""".formatted(number, SYSTEM))
                        .post("/$setPermission")
                        .statusCode())
                .isEqualTo(201);
        assertThat(find(number).statusCode()).isEqualTo(403);
    }

    @Test
    default void faultsOfPermissionsAreTold() {
        String nhsNumber = "{\"name\": \"nhsNumber\", \"valueString\": \"9000000009\"}";
        String code = "{\"name\": \"permissionCode\", \"valueCoding\": {\"system\": \"%s\", \"code\": \"Ask\"}}"
                .formatted(SYSTEM);
        String part = "Parameter.Part named 'permissionCode' with valueCoding.system " + SYSTEM;
        String[][] cases = {
            {"{\"name\": \"other\", \"valueString\": \"x\"}", "Parameter named 'setPermissions' name not found"},
            {
                wrapper(nhsNumber, code) + "," + wrapper(nhsNumber, code),
                "Exactly 1 parameter named 'setPermissions' expected"
            },
            {wrapper(code), "Missing value for Parameter.Part 'nhsNumber'"},
            {
                wrapper(nhsNumber, nhsNumber, code),
                "Exactly 1 Parameter.Part named 'nhsNumber' with not empty value expected"
            },
            {wrapper(nhsNumber), part + " not found"},
            {wrapper(nhsNumber, code.replace(SYSTEM, "urn:x")), part + " not found"},
            {wrapper(nhsNumber, code, code), "Exactly 1 " + part + " expected"},
            {wrapper(nhsNumber, code.replace("Ask", "Maybe")), "Invalid value - Maybe in field 'valueCoding.code'"},
            {
                wrapper(nhsNumber.replace("9000000009", "9111231130"), code),
                "Code: 400, Display: Invalid Request;Code: 35160, Display: [PSIS-35160] - Invalid input message."
                        + " Mandatory field NHS Number is missing or incorrect"
            }
        };
        for (String[] example : cases) {
            assertError(
                    scrSending("{\"resourceType\": \"Parameters\", \"parameter\": [" + example[0] + "]}")
                            .post("/$setPermission"),
                    400,
                    "value",
                    example[1]);
        }
    }

    private static String wrapper(String... parts) {
        return "{\"name\": \"setPermissions\", \"part\": [" + String.join(",", parts) + "]}";
    }

    @Test
    default void permissionIsAConsentThatEverybodyReads() {
        String number = patient("");
        setPermission(number, "No");
        setPermission(number, "Yes");
        JsonNode found = get("Consent?patient=Patient/" + number + "&category=scr-consent-preference&status=active");
        assertThat(found.path("entry")).hasSize(1);
        JsonNode consent = found.at("/entry/0/resource");
        assertThat(consent.at("/provision/type").asText()).isEqualTo("permit");
        assertThat(consent.at("/provision/code/0/coding/0/code").asText()).isEqualTo("Yes");
        assertThat(consent.at("/scope/coding/0/code").asText()).isEqualTo("patient-privacy");
        assertThat(consent.at("/category/0/coding/0/system").asText())
                .isEqualTo("https://openspine.org/fhir/CodeSystem/consent-category");
        assertThat(consent.at("/category/1/coding/0/code").asText()).isEqualTo("INFA");
        assertThat(consent.at("/patient/identifier/value").asText()).isEqualTo(number);
        assertThat(consent.at("/performer/0/reference").asText()).isEqualTo("Patient/" + number);
        assertThat(consent.path("policyRule").isObject()).isTrue();
        assertThat(get("Consent/" + consent.path("id").asText() + "/_history").path("entry"))
                .hasSize(2);
    }

    @Test
    default void changeIsAuditedWithOldAndNewValue() {
        String number = patient("");
        setPermission(number, "No");
        JsonNode audit = get("AuditEvent?entity=Patient/" + number).at("/entry/0/resource");
        assertThat(audit.path("action").asText()).isEqualTo("U");
        assertThat(audit.at("/subtype/0/code").asText()).isEqualTo("operation");
        assertThat(audit.path("outcome").asText()).isEqualTo("0");
        assertThat(audit.at("/entity/0/detail").toString())
                .isEqualTo("[{\"type\":\"old permission\",\"valueString\":\"Ask\"},"
                        + "{\"type\":\"new permission\",\"valueString\":\"No\"}]");
    }

    @Test
    default void operationOfTheUnifiedBaseHasTheSameEffect() {
        String number = patient("");
        assertThat(sending(PermissionChange.of(number, "No"))
                        .post("/$setPermission")
                        .statusCode())
                .isEqualTo(201);
        assertThat(find(number).statusCode()).isEqualTo(403);
        assertThat(sending(PermissionChange.of("9111231130", "No"))
                        .post("/$setPermission")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    default void ofRacingChangesOneIsInForce() {
        String number = patient("");
        List<Integer> statuses = Racing.statuses(8, racer -> setPermission(number, racer % 2 == 0 ? "Ask" : "Yes"));
        assertThat(statuses).containsOnly(201);
        assertThat(matches("Consent?patient=Patient/" + number + "&status=active"))
                .hasSize(1);
    }

    @Test
    default void uploadsAndRefusalsDoNotPassEachOther() {
        String number = patient("");
        List<Integer> statuses = Racing.statuses(
                8, racer -> racer == 4 ? setPermission(number, "No") : upload(Summary.of(number, Summary.newId())));
        assertThat(statuses).isSubsetOf(201, 403);
        setPermission(number, "Ask");
        assertThat(matches("DocumentReference?subject=Patient/" + number))
                .hasSize((int) statuses.stream().filter(status -> status == 201).count() - 1);
    }

    @Test
    default void requestThatIsSentAgainHasNoSecondEffect() {
        String number = patient("");
        String requestId = java.util.UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            assertThat(scrSending(PermissionChange.of(number, "No"))
                            .header("X-Request-ID", requestId)
                            .post("/$setPermission")
                            .statusCode())
                    .isEqualTo(201);
        }
        assertThat(matches("AuditEvent?entity=Patient/" + number)).hasSize(1);
    }
}
