package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.http.ServedBase;

/** Reads at the national path: states of a record, headers, the order of checks, access modes. */
interface PdsReadContract extends ServedPds {
    String LOCATED = """
            "name": [{"id": "N1", "use": "usual", "family": "Harker", "given": ["Mina"]}], "gender": "female",
            "birthDate": "1980-02-03", "deceasedDateTime": "2020-02-03T10:00:00+01:00", "active": true,
            "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"},
            "address": [{"use": "home", "line": ["1 High Street", "Leeds"], "postalCode": "LS1 1AA"}],
            "telecom": [{"id": "T1", "system": "phone", "value": "0113 4960000", "use": "home"}],
            "contact": [{"relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131",
              "code": "C"}]}], "telecom": [{"system": "phone", "value": "01632 960000"}]}],
            "generalPractitioner": [{"type": "Organization", "identifier":
              {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "Y12345"}}],
            "extension": [{"url": "https://fhir.nhs.uk/R4/StructureDefinition/Extension-UKCore-NominatedPharmacy",
              "valueReference": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "FX123"}}}]""";

    @Test
    default void unrestrictedRecordIsShownWholeAndInTheNationalForm() {
        String number = storePatient(LOCATED);
        Response response = pds().get("/Patient/" + number);
        JsonNode patient = ok(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(response.contentType()).isEqualTo("application/fhir+json");
        assertThat(patient.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "resourceType",
                        "id",
                        "identifier",
                        "meta",
                        "name",
                        "gender",
                        "birthDate",
                        "deceasedDateTime",
                        "address",
                        "telecom",
                        "contact",
                        "generalPractitioner",
                        "extension");
        assertThat(patient.path("meta").toString()).isEqualTo("""
                        {"versionId":"1","security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality",\
                        "code":"U","display":"unrestricted"}]}""");
        assertThat(patient.at("/deceasedDateTime").asText()).isEqualTo("2020-02-03T09:00:00+00:00");
        assertThat(patient.at("/identifier/0/extension/0/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("01");
        assertThat(patient.at("/extension/0/url").asText())
                .isEqualTo("https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NominatedPharmacy");
        assertThat(patient.at("/address/0/id").asText()).matches("[0-9A-F]{8}");
        JsonNode again = ok(pds().get("/Patient/" + number));
        assertThat(again).isEqualTo(patient);
    }

    @Test
    default void restrictedRecordHasNoLocation() {
        String number = storePatient(security("R") + LOCATED);
        JsonNode patient = ok(pds().get("/Patient/" + number));
        assertThat(patient.at("/meta/security/0/code").asText()).isEqualTo("R");
        assertThat(patient.has("name")).isTrue();
        assertThat(patient.has("birthDate")).isTrue();
        for (String hidden : new String[] {"address", "telecom", "contact", "generalPractitioner", "extension"}) {
            assertThat(patient.has(hidden)).as(hidden).isFalse();
        }
    }

    @Test
    default void privilegedApplicationKnowsTheLocationOfRestrictedRecordsOnly() {
        String restricted = storePatient(security("R") + LOCATED);
        String very = storePatient(security("V") + LOCATED);
        JsonNode shown = ok(pds().header("NHSE-PDS-Privileged-Access", "true").get("/Patient/" + restricted));
        assertThat(shown.has("address")).isTrue();
        assertThat(shown.at("/meta/security/0/code").asText()).isEqualTo("R");
        JsonNode hidden = ok(pds().header("NHSE-PDS-Privileged-Access", "true").get("/Patient/" + very));
        assertThat(hidden.has("address")).isFalse();
        assertThat(hidden.has("name")).isFalse();
    }

    @Test
    default void veryRestrictedRecordHasNeitherNameNorBirthDate() {
        String number = storePatient(security("V") + LOCATED);
        JsonNode patient = ok(pds().get("/Patient/" + number));
        assertThat(patient.has("name")).isFalse();
        assertThat(patient.has("birthDate")).isFalse();
        assertThat(patient.path("gender").asText()).isEqualTo("female");
    }

    @Test
    default void supersededRecordAnswersWithTheLastSurvivor() {
        String last = storePatient(LOCATED);
        String middle = storePatient(
                "\"active\": false, \"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                        .formatted(last));
        String first = storePatient(
                "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"identifier\": {\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"%s\"}}}]"
                        .formatted(middle));
        assertThat(ok(pds().get("/Patient/" + first)).path("id").asText()).isEqualTo(last);
    }

    @Test
    default void recordsThatReplaceEachOtherAreNotFound() {
        String one = Numbers.next();
        String other = storePatient(
                "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]".formatted(one));
        storePatient(
                one,
                "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]".formatted(other));
        assertThat(pds().get("/Patient/" + one).statusCode()).isEqualTo(404);
    }

    @Test
    default void invalidatedRecordIsRefused() {
        String number = storePatient(security("REDACTED") + LOCATED);
        assertError(
                pds().get("/Patient/" + number),
                404,
                "processing",
                "INVALIDATED_RESOURCE",
                "Resource that has been marked as invalid was requested - invalid resources cannot be retrieved",
                "");
    }

    @Test
    default void minimalRecordIsShown() {
        String number = storePatient("");
        assertThat(ok(pds().get("/Patient/" + number)).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("resourceType", "id", "identifier", "meta");
    }

    @Test
    default void unknownAndMalformedNumbersAreTold() {
        assertError(pds().get("/Patient/9111231130"), 404, "not-found", "RESOURCE_NOT_FOUND", "Resource not found", "");
        for (String number : new String[] {"9000000000", "abc", "900000000", "90000000091"}) {
            assertError(
                    pds().get("/Patient/" + number), 400, "value", "INVALID_RESOURCE_ID", "Resource Id is invalid", "");
        }
    }

    @Test
    default void requestIdIsNeededAndMirrored() {
        assertError(
                pdsWithoutHeaders().get("/Patient/9000000000"),
                400,
                "required",
                "MISSING_VALUE",
                "Required value is missing",
                "Invalid request with error - X-Request-ID header must be supplied to access this resource");
        Response invalid = pdsWithoutHeaders()
                .header("X-Request-ID", "1234")
                .header("X-Correlation-ID", "my correlation")
                .get("/Patient/9000000000");
        assertError(
                invalid,
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - '1234' in header 'X-Request-ID'");
        assertThat(invalid.header("X-Request-ID")).isEqualTo("1234");
        assertThat(invalid.header("X-Correlation-ID")).isEqualTo("my correlation");
    }

    @Test
    default void roleIsANumber() {
        assertError(
                pds().header("NHSD-Session-URID", "invalid").get("/Patient/9000000009"),
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - 'invalid' in header 'NHSD-Session-URID'");
    }

    @Test
    default void aRoleIsIgnoredWhereNobodyHasOne() {
        String number = storePatient(LOCATED);
        for (String[] mode : new String[][] {
            {"OpenSpine-Access-Mode", "application-restricted"}, {"NHSD-NHSLogin-User", "P9:" + number}
        }) {
            assertThat(pds().header(mode[0], mode[1])
                            .header("NHSD-Session-URID", "invalid")
                            .get("/Patient/" + number)
                            .statusCode())
                    .as(mode[0])
                    .isEqualTo(200);
        }
    }

    @Test
    default void malformedAuthorisationIsRefusedBeforeAnythingElse() {
        String[][] cases = {
            {"", "Empty Authorization header"},
            {"Bearer", "Missing access token"},
            {"Basic abc", "Invalid Access Token"}
        };
        for (String[] example : cases) {
            assertError(
                    pdsWithoutHeaders().header("Authorization", example[0]).get("/HelloWorld"),
                    401,
                    "forbidden",
                    "ACCESS_DENIED",
                    "Access Denied - Unauthorised",
                    example[1]);
        }
    }

    @Test
    default void otherPathsAreUnsupportedRequests() {
        assertError(
                pdsWithoutHeaders().get("/HelloWorld"),
                400,
                "value",
                "UNSUPPORTED_REQUEST",
                "The request is not one that is supported.",
                "Unsupported path - '/HelloWorld'");
    }

    @Test
    default void otherMethodsAndSubPathsAreUnsupportedServices() {
        String number = storePatient("");
        Response[] answers = {
            pds().get("/Patient/%s/Pets".formatted(number)),
            pds().delete("/Patient/" + number),
            pds().contentType(JSON).body("{}").put("/Patient/" + number),
            pds().request("FROB", "/Patient/" + number)
        };
        for (Response answer : answers) {
            assertError(answer, 400, "processing", "UNSUPPORTED_SERVICE", "Unsupported Service", "");
        }
        assertThat(ok(pds().get("/Patient/" + number)).at("/meta/versionId").asText())
                .isEqualTo("1");
    }

    @Test
    default void patientReadsOnlyTheirOwnRecordWithProvedIdentity() {
        String own = storePatient(LOCATED);
        String other = storePatient(LOCATED);
        assertThat(pds().header("NHSD-NHSLogin-User", "P9:" + own)
                        .get("/Patient/" + own)
                        .statusCode())
                .isEqualTo(200);
        for (String[] refused : new String[][] {{"P9:" + own, other}, {"P5:" + own, own}, {"P0:" + own, own}}) {
            assertError(
                    pds().header("NHSD-NHSLogin-User", refused[0]).get("/Patient/" + refused[1]),
                    403,
                    "forbidden",
                    "ACCESS_DENIED",
                    "Patient cannot perform this action",
                    "Your access token has insufficient permissions. See documentation regarding Patient access"
                            + " restrictions https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir");
        }
    }

    @Test
    default void pingNeedsNothingAndStatusNeedsAKey() {
        assertThat(pdsWithoutHeaders().get("/_ping").statusCode()).isEqualTo(200);
        assertThat(pdsWithoutHeaders().header("apikey", "x").get("/_status").statusCode())
                .isEqualTo(200);
        assertThat(pdsWithoutHeaders().head("/_ping").statusCode()).isEqualTo(200);
        assertThat(pdsWithoutHeaders().header("apikey", "x").head("/_status").statusCode())
                .isEqualTo(200);
        assertError(
                pdsWithoutHeaders().get("/_status"),
                401,
                "forbidden",
                "ACCESS_DENIED",
                "Access Denied - Unauthorised",
                "Invalid Api Key");
    }

    @Test
    default void noClientWasToldToPoll() {
        assertError(
                pds().get("/_poll/20260102-abc"), 404, "not-found", "POLLING_ID_NOT_FOUND", "Polling id not found", "");
        assertThat(pdsWithoutHeaders().get("/_poll/20260102-abc").statusCode()).isEqualTo(400);
    }

    @Test
    default void removalReasonsThatAreNotPublicAreAnsweredAsOther() {
        String number = storePatient("""
                "extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration",
                  "extension": [{"url": "removalFromRegistrationCode", "valueCodeableConcept": {"coding": [
                    {"system": "https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode", "code": "AFN", "display": "Armed forces"}]}}]}]""");
        JsonNode patient = ok(pds().get("/Patient/" + number));
        assertThat(patient.at("/extension/0/extension/0/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("ORR");
    }

    @Test
    default void relatedPeopleAreAnsweredWithTheirOwnNumber() {
        String patient = storePatient(LOCATED);
        String mother = storePatient(LOCATED);
        String reference = create("""
                {"resourceType": "RelatedPerson", "patient": {"reference": "Patient/%s"},
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}],
                 "relationship": [{"coding": [{"system": "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype", "code": "MTH"}]}]}""".formatted(patient, mother));
        JsonNode bundle = ok(pds().get("/Patient/%s/RelatedPerson".formatted(patient)));
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        assertThat(bundle.at("/entry/0/fullUrl").asText())
                .isEqualTo("%s/Patient/%s/%s".formatted(pdsBase(), patient, reference));
        assertThat(bundle.at("/entry/0/resource/patient"))
                .isEqualTo(ServedBase.tree(
                        "{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"%s\"}}"
                                .formatted(mother)));
        assertThat(bundle.at("/entry/0/resource/active").asBoolean()).isTrue();
        JsonNode none = ok(pds().get("/Patient/%s/RelatedPerson".formatted(mother)));
        assertThat(none.path("total").asInt()).isZero();
        assertThat(none.has("entry")).isFalse();
    }

    @Test
    default void relatedPeopleOfRestrictedPatientsAreKeptFromEverybody() {
        String patient = storePatient(security("R") + LOCATED);
        create("""
                {"resourceType": "RelatedPerson", "patient": {"reference": "Patient/%s"}, "name": [{"family": "Harker"}],
                 "relationship": [{"coding": [{"system": "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype", "code": "MTH"}]}]}""".formatted(patient));
        for (String privileged : new String[] {"false", "true"}) {
            JsonNode bundle = ok(pds().header("NHSE-PDS-Privileged-Access", privileged)
                    .get("/Patient/%s/RelatedPerson".formatted(patient)));
            assertThat(bundle.path("total").asInt()).isZero();
            assertThat(bundle.has("entry")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"U, false", "R, false", "V, false", "R, true", "V, true"})
    default void restrictedRelativesAreShownWithoutLocationAlsoUnderAFormerNumber(String code, boolean former) {
        String patient = storePatient(LOCATED);
        String relative = storePatient(security(code) + LOCATED);
        String number = former
                ? storePatient("\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                        .formatted(relative))
                : relative;
        create("""
                {"resourceType": "RelatedPerson", "patient": {"reference": "Patient/%s"}, "name": [{"family": "Harker"}],
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}],
                 "address": [{"line": ["1 High Street"]}], "telecom": [{"system": "phone", "value": "01632960001"}],
                 "relationship": [{"coding": [{"system": "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype", "code": "MTH"}]}]}""".formatted(patient, number));
        JsonNode person =
                ok(pds().get("/Patient/%s/RelatedPerson".formatted(patient))).at("/entry/0/resource");
        assertThat(person.at("/patient/identifier/value").asText()).isEqualTo(number);
        assertThat(person.has("address")).isEqualTo(code.equals("U"));
        assertThat(person.has("telecom")).isEqualTo(code.equals("U"));
        assertThat(person.has("name")).isEqualTo(!code.equals("V"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void relatedPeopleHaveFourExtensionsAndCopiesOnlyWhereWanted(boolean copies) {
        String patient = storePatient(LOCATED);
        String old = "https://fhir.nhs.uk/R4/StructureDefinition/Extension-UKCore-";
        create("""
                {"resourceType": "RelatedPerson", "patient": {"reference": "Patient/%1$s"}, "name": [{"family": "Harker"}],
                 "relationship": [{"coding": [{"system": "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype", "code": "MTH"}]}],
                 "extension": [{"url": "%2$sCopyCorrespondenceIndicator", "valueBoolean": %3$s},
                   {"url": "%2$sContactRank", "valuePositiveInt": 1},
                   {"url": "%2$sContactPreference", "extension": [{"url": "PreferredContactTimes", "valueString": "Not after 7pm"}]},
                   {"url": "https://example.org/other", "valueString": "x"}]}""".formatted(patient, old, copies));
        JsonNode person =
                ok(pds().get("/Patient/%s/RelatedPerson".formatted(patient))).at("/entry/0/resource");
        String current = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ContactPreference";
        List<String> urls = new ArrayList<>();
        person.path("extension")
                .forEach(extension -> urls.add(extension.path("url").asText()));
        assertThat(urls)
                .isEqualTo(
                        copies
                                ? List.of(old + "CopyCorrespondenceIndicator", old + "ContactRank", current)
                                : List.of(old + "ContactRank", current));
    }

    @Test
    default void relatedPeopleAreToldOfPatientsOnly() {
        String invalidated = storePatient(security("REDACTED") + LOCATED);
        assertError(
                pds().get("/Patient/9111231130/RelatedPerson"),
                404,
                "not-found",
                "RESOURCE_NOT_FOUND",
                "Resource not found",
                "");
        assertError(
                pds().get("/Patient/9000000000/RelatedPerson"),
                400,
                "value",
                "INVALID_RESOURCE_ID",
                "Resource Id is invalid",
                "");
        assertError(
                pds().get("/Patient/%s/RelatedPerson".formatted(invalidated)),
                404,
                "processing",
                "INVALIDATED_RESOURCE",
                "Resource that has been marked as invalid was requested - invalid resources cannot be retrieved",
                "");
    }

    static String security(String code) {
        return "\"meta\": {\"security\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\", \"code\": \"%s\"}]}, "
                .formatted(code);
    }
}
