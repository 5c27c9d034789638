package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.assertInvalidUpdate;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.remove;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what: the table of access modes and its refusals (contract 1.11). */
interface PdsModesContract extends PdsUpdateContract, PdsCoverageContract, TraceContract {
    String CARER = """
            "name": [{"id": "N1", "use": "usual", "family": "Nancherrow", "given": ["Loveday"]}],
            "gender": "female", "birthDate": "1960-02-03",
            "address": [{"id": "A1", "use": "home", "line": ["1 High Street", "Leeds"], "postalCode": "LS1 1AA"}],
            "telecom": [{"id": "T1", "system": "phone", "value": "01632960001", "use": "home"},
              {"id": "T2", "system": "phone", "value": "07700900001", "use": "mobile"},
              {"id": "T3", "system": "email", "value": "loveday@example.com", "use": "home"}],
            "contact": [{"id": "C1", "relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131",
              "code": "C"}]}], "telecom": [{"system": "phone", "value": "01632960002"}]}]""";

    /** A request of somebody whose identity is proved so far. */
    default RequestSpecification citizen(String proofing, String number) {
        return pds().header("NHSD-NHSLogin-User", proofing + ":" + number);
    }

    private RequestSpecification in(String mode) {
        return pds().header("OpenSpine-Access-Mode", mode);
    }

    static void assertPatientCannot(Response response) {
        assertError(
                response,
                403,
                "forbidden",
                "ACCESS_DENIED",
                "Patient cannot perform this action",
                "Your access token has insufficient permissions. See documentation regarding Patient access"
                        + " restrictions https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir");
    }

    private Response patch(RequestSpecification request, String number, String patches) {
        return request.contentType(JSON_PATCH)
                .header("If-Match", "W/\"1\"")
                .body("{\"patches\": [%s]}".formatted(patches))
                .patch("/Patient/" + number);
    }

    @ParameterizedTest
    @CsvSource({
        "user-restricted, 200, 200",
        "application-restricted, 200, 403",
        "privileged-application-restricted, 200, 403",
        "patient-access, 403, 403"
    })
    default void everyModeReadsAndOnlyUsersUpdateWithoutALogin(String mode, int read, int update) {
        String number = storePatient(CARER);
        assertThat(in(mode).get("/Patient/" + number).statusCode()).isEqualTo(read);
        assertThat(in(mode).get("/Patient/%s/RelatedPerson".formatted(number)).statusCode())
                .isEqualTo(read);
        assertThat(search(in(mode), "family", "Nancherrow", "birthdate", "1899-01-01")
                        .statusCode())
                .isEqualTo(read);
        assertThat(patch(in(mode), number, operation("replace", "/gender", text("male")))
                        .statusCode())
                .isEqualTo(update);
    }

    @Test
    default void patientsReachTheirOwnRecordByNoDoorWithoutProofAndNobodyElsesAtAll() {
        String own = storePatient(CARER);
        String other = storePatient(CARER);
        String removal = operation("test", "/address/0/id", text("A1")) + "," + remove("/address/0");
        for (String[] refused : new String[][] {{"P9", other}, {"P5", own}, {"P0", own}, {"p9", own}, {"", own}}) {
            String number = refused[1];
            RequestSpecification[] requests = new RequestSpecification[5];
            for (int i = 0; i < requests.length; i++) {
                requests[i] = citizen(refused[0], own);
            }
            assertPatientCannot(requests[0].get("/Patient/" + number));
            assertPatientCannot(requests[1].get("/Patient/%s/RelatedPerson".formatted(number)));
            assertPatientCannot(patch(requests[2], number, removal));
            assertPatientCannot(requests[3].get("/Coverage?subscriber:identifier=" + number));
            assertPatientCannot(requests[4]
                    .header("If-Match", "W/\"1\"")
                    .contentType("application/json")
                    .body(card(number).toString())
                    .post("/Coverage"));
        }
        assertThat(ok(pds().get("/Patient/" + other)).at("/meta/versionId").asText())
                .isEqualTo("1");
        assertThat(citizen("P9", own)
                        .get("/Patient/%s/RelatedPerson".formatted(own))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9912003071", "P9", "P9:", ":9912003071", "P9;9912003071", "x"})
    default void aLoginOfAnotherShapeIsNobody(String login) {
        assertPatientCannot(pds().header("NHSD-NHSLogin-User", login).get("/Patient/9912003071"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-restricted", "application-restricted", "privileged-application-restricted"})
    default void onlyPatientsReplaceCards(String mode) {
        String number = storePatient("");
        assertError(
                in(mode).header("If-Match", "W/\"1\"")
                        .contentType("application/json")
                        .body(card(number).toString())
                        .post("/Coverage"),
                403,
                "forbidden",
                "ACCESS_DENIED",
                "Cannot POST resource with %s access token".formatted(mode),
                "Your app has insufficient permissions to use this operation. Please contact support.");
        assertThat(ok(read(number)).path("total").asInt()).isZero();
        assertThat(citizen("P9", number)
                        .header("If-Match", "W/\"1\"")
                        .contentType("application/json")
                        .body(card(number).toString())
                        .post("/Coverage")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    default void aSupersededLoginReadsTheSurvivorsCardAndReplacesNone() {
        String survivor = storePatient("");
        assertThat(card(survivor, 1, card(survivor)).statusCode()).isEqualTo(201);
        String superseded =
                storePatient("\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                        .formatted(survivor));
        assertThat(ok(citizen("P9", superseded).get("/Coverage?subscriber:identifier=" + superseded))
                        .at("/entry/0/resource/subscriber/identifier/value")
                        .asText())
                .isEqualTo(survivor);
        assertError(
                citizen("P9", superseded)
                        .header("If-Match", "W/\"2\"")
                        .contentType("application/json")
                        .body(card(superseded).toString())
                        .post("/Coverage"),
                403,
                "forbidden",
                "FORBIDDEN_UPDATE",
                "Update is forbidden",
                "Forbidden update with error - Update Failed - NHS No. supplied has been superseded in a merge");
        assertPatientCannot(citizen("P9", superseded)
                .header("If-Match", "W/\"2\"")
                .contentType("application/json")
                .body(card(survivor).toString())
                .post("/Coverage"));
        assertThat(ok(pds().get("/Patient/" + survivor)).at("/meta/versionId").asText())
                .isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            replace | /address/0   | {"id": "A1", "use": "home", "line": ["2 Low Street", "Leeds"], "postalCode": "LS2 2BB"} | true
            add     | /contact/-   | {"relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131", "code": "C"}]}], "telecom": [{"system": "phone", "value": "01632960009"}]} | true
            replace | /telecom/1   | {"id": "T2", "system": "phone", "value": "07700900002", "use": "mobile"} | true
            replace | /telecom/2   | {"id": "T3", "system": "email", "value": "lovedays@example.com", "use": "home"} | true
            add     | /telecom/-   | {"system": "email", "value": "work@example.com", "use": "work"} | true
            add     | /extension/- | {"url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace", "valueAddress": {"city": "Leeds"}} | true
            add     | /extension/- | {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicalApplianceSupplier", "valueReference": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "FX123"}}} | true
            add     | /extension/- | {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-PreferredDispenserOrganization", "valueReference": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "Y12345"}}} | true
            add     | /extension/- | {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSCommunication", "extension": [{"url": "interpreterRequired", "valueBoolean": true}]} | true
            add     | /extension/- | {"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ContactPreference", "extension": [{"url": "PreferredContactMethod", "valueCodeableConcept": {"coding": [{"code": "1"}]}}]} | false
            replace | /telecom/0   | {"id": "T1", "system": "phone", "value": "01632960003", "use": "home"} | false
            replace | /telecom/0   | {"id": "T1", "system": "email", "value": "home@example.com", "use": "home"} | false
            add     | /telecom/-   | {"system": "fax", "value": "01632960003", "use": "home"} | false
            replace | /birthDate   | "1960-02-04" | false
            add     | /multipleBirthInteger | 1 | false
            add     | /generalPractitioner/- | {"identifier": {"value": "Y12345"}} | false
            """)
    default void patientsChangeWhereTheyLiveAndHowToReachThemAsWholes(
            String kind, String path, String value, boolean allowed) {
        String number = storePatient(CARER);
        Response response = patch(citizen("P9", number), number, operation(kind, path, value));
        if (allowed) {
            assertThat(ok(response).at("/meta/versionId").asText()).isEqualTo("2");
        } else {
            assertInvalidUpdate(
                    response, "This user does not have permission to update the fields in the patches provided.");
            assertThat(get("Patient/" + number).at("/meta/versionId").asText()).isEqualTo("1");
        }
    }

    @Test
    default void patientsChangeNoPartOfAnItemButMayRemoveOne() {
        String number = storePatient(CARER);
        assertInvalidUpdate(
                patch(
                        citizen("P9", number),
                        number,
                        operation("test", "/address/0/id", text("A1")) + ","
                                + operation("replace", "/address/0/postalCode", text("LS2 2BB"))),
                "This user does not have permission to update the fields in the patches provided.");
        ok(patch(
                citizen("P9", number),
                number,
                operation("test", "/address/0/id", text("A1")) + "," + remove("/address/0/line/1") + ","
                        + operation("test", "/address/0/id", text("A1")) + "," + remove("/address/0")));
        assertInvalidUpdate(
                pds().header("NHSD-NHSLogin-User", "P9:" + number)
                        .contentType(JSON_PATCH)
                        .header("If-Match", "W/\"2\"")
                        .body("[%s, %s]"
                                .formatted(operation("test", "/telecom/0/id", text("T1")), remove("/telecom/0")))
                        .patch("/Patient/" + number),
                "This user does not have permission to update the fields in the patches provided.");
    }

    /** A name that is none would open everything to whoever misspelt one. */
    @ParameterizedTest
    @CsvSource({
        "/FHIR/R4/Patient/9000000009, Provided value is invalid",
        "/FHIR/R4/metadata, Provided value is invalid",
        "/personal-demographics/FHIR/R4/Patient/9000000009, Provided value is invalid",
        "/personal-demographics/FHIR/R4/HelloWorld, Provided value is invalid",
        "/spine-directory/FHIR/R4/Device, Bad request",
    })
    default void anAccessModeThatIsNoneIsRefusedAtEveryDoor(String path, String display) {
        for (String mode : new String[] {"patient-acess", "User-Restricted", "open", "9"}) {
            Response response = pds().header("OpenSpine-Access-Mode", mode).get(address() + path);
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
            assertThat(response.asString())
                    .contains(display, "Invalid value - '%s' in header 'OpenSpine-Access-Mode'".formatted(mode));
        }
        assertThat(pdsWithoutHeaders()
                        .header("OpenSpine-Access-Mode", "x")
                        .get("/_ping")
                        .statusCode())
                .isEqualTo(200);
    }
}
