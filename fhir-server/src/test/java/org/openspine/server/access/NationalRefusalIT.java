package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.repository.hibernate.StoreConfig;

/** Who may not use a national API reads so in that API's own status, code and words: each contract's errors of access. */
class NationalRefusalIT {
    private static SecuredServer server;
    private static String application = "";
    private static String worker = "";
    private static String patient = "";

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = new SecuredServer(folder, StoreConfig.h2(folder));
        application = token(Optional.empty());
        worker = token(Optional.of(server.workerIdentity("A99981")));
        patient = token(Optional.of(server.patientIdentity("9000000009")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String token(Optional<String> identity) {
        RequestSpecification form = given().formParam("client_assertion_type", SecuredContract.ASSERTION_TYPE)
                .formParam("client_assertion", server.assertion("editor"));
        identity.ifPresent(idToken -> form.formParam("subject_token", idToken)
                .formParam("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"));
        return form.formParam("grant_type", identity.isPresent() ? SecuredContract.EXCHANGE : "client_credentials")
                .post(server.tokenUrl())
                .path("access_token");
    }

    private static RequestSpecification as(String who) {
        RequestSpecification request = given().header(
                        "X-Request-ID", UUID.randomUUID().toString())
                .header("X-Correlation-ID", UUID.randomUUID().toString())
                .urlEncodingEnabled(false);
        return switch (who) {
            case "application" -> request.header("Authorization", "Bearer " + application);
            case "worker" -> request.header("Authorization", "Bearer " + worker);
            case "patient" -> request.header("Authorization", "Bearer " + patient);
            case "empty" -> request.header("Authorization", "");
            case "bare" -> request.header("Authorization", "Bearer");
            case "invented" -> request.header("Authorization", "Bearer invented");
            default -> request;
        };
    }

    /** Contracts: demographics 1.11 and part 2, care records 8, prescriptions 1.3, 1.4 and 8.2, referrals 8 and 12, child protection 10. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            nobody      | GET    | personal-demographics/FHIR/R4/Patient/9000000009  | 401 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Missing Authorization header
            empty       | GET    | personal-demographics/FHIR/R4/Patient/9000000009  | 401 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Empty Authorization header
            bare        | GET    | personal-demographics/FHIR/R4/Patient/9000000009  | 401 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Missing access token
            invented    | GET    | personal-demographics/FHIR/R4/Patient/9000000009  | 401 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Invalid Access Token
            application | PATCH  | personal-demographics/FHIR/R4/Patient/9000000009  | 403 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | INVALID_METHOD | Cannot update resource with application-restricted access token
            application | POST   | personal-demographics/FHIR/R4/Patient             | 403 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | INVALID_METHOD | Cannot create resource with application-restricted access token
            patient     | POST   | personal-demographics/FHIR/R4/Patient             | 403 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | INVALID_METHOD | Cannot create resource with patient-access access token
            patient     | GET    | personal-demographics/FHIR/R4/Patient?family=x    | 403 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Patient cannot perform this action
            worker      | GET    | personal-demographics/FHIR/R4/Coverage            | 403 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Cannot GET resource with user-restricted access token
            worker      | PATCH  | personal-demographics/FHIR/R4/Patient/9000000009  | 403 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Access denied to resource
            worker      | GET    | personal-demographics/FHIR/R4/HelloWorld          | 400 | value     | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | UNSUPPORTED_REQUEST | Unsupported path - '/HelloWorld'
            nobody      | GET    | spine-directory/FHIR/R4/Device                    | 401 | forbidden | https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1 | ACCESS_DENIED | Missing Authorization header
            patient     | GET    | spine-directory/FHIR/R4/Device                    | 403 | forbidden | https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1 | ACCESS_DENIED | Access Denied
            invented    | GET    | summary-care-record/FHIR/R4/Bundle                | 401 | forbidden | https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Invalid access token
            application | POST   | summary-care-record/FHIR/R4/AuditEvent            | 401 | forbidden | | | Your app has insufficient permissions to use this method. Please contact support.
            application | POST   | summary-care-record/FHIR/R4/$setPermission        | 401 | forbidden | | | Your app has insufficient permissions to use this method. Please contact support.
            application | PUT    | summary-care-record/FHIR/R4/Bundle                | 403 | forbidden | https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode | INVALID_METHOD | Cannot update resource with Application-Restricted access token
            worker      | GET    | summary-care-record/FHIR/R4/Bundle                | 403 | forbidden | | | [PSIS-30418] - ACF does not permit access to resource
            nobody      | POST   | fhir-prescribing/FHIR/R4/$prepare                 | 401 | forbidden | https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Invalid access token
            application | POST   | fhir-prescribing/FHIR/R4/$prepare                 | 403 | forbidden | | | Prescribing functionality can only be accessed using the user-restricted access mode.
            application | POST   | fhir-dispensing/FHIR/R4/Claim                     | 403 | forbidden | | | Dispensing functionality can only be accessed using the user-restricted access mode.
            patient     | POST   | fhir-dispensing/FHIR/R4/Task/$release             | 403 | forbidden | | | Your app does not have permission to access dispensing functionality.
            patient     | GET    | electronic-prescriptions/FHIR/R4/Task             | 403 | forbidden | | | Your app does not have permission to access tracker functionality.
            worker      | POST   | electronic-prescriptions/FHIR/R4/$prepare         | 403 | forbidden | | | Your app does not have permission to access prescribing functionality.
            nobody      | GET    | clinical-prescription-tracker/RequestGroup        | 401 | forbidden | https://fhir.nhs.uk/CodeSystem/http-error-codes | UNAUTHORIZED | Missing Authorization header
            application | GET    | clinical-prescription-tracker/RequestGroup        | 403 | forbidden | https://fhir.nhs.uk/CodeSystem/http-error-codes | FORBIDDEN | do not cover this endpoint
            worker      | GET    | prescriptions-for-patients/Bundle                 | 403 | forbidden | https://fhir.nhs.uk/CodeSystem/http-error-codes | FORBIDDEN | do not cover this endpoint
            nobody      | GET    | referrals/FHIR/R4/ServiceRequest/000000070000     | 401 | login     | https://fhir.nhs.uk/CodeSystem/NHSD-API-ErrorOrWarningCode | ACCESS_DENIED | Missing Authorization header
            patient     | GET    | referrals/FHIR/R4/ServiceRequest/000000070000     | 403 | forbidden | https://fhir.nhs.uk/CodeSystem/http-error-codes | REC_FORBIDDEN | do not cover this endpoint
            nobody      | GET    | booking-and-referral/FHIR/R4/Slot                 | 401 | login     | https://fhir.nhs.uk/Codesystem/http-error-codes | SEND_UNAUTHORIZED | Missing Authorization header
            invented    | GET    | booking-and-referral/FHIR/R4/Slot                 | 401 | security  | https://fhir.nhs.uk/Codesystem/http-error-codes | SEND_UNAUTHORIZED | Invalid Access Token
            worker      | GET    | booking-and-referral/FHIR/R4/Slot                 | 403 | forbidden | https://fhir.nhs.uk/Codesystem/http-error-codes | SEND_FORBIDDEN | do not cover this endpoint
            nobody      | GET    | cpis/FHIR/R4/CareTeam                             | 401 | forbidden | https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Missing Authorization header
            application | GET    | cpis/FHIR/R4/CareTeam                             | 403 | forbidden | https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | do not cover this endpoint
            nobody      | GET    | patient-flags-api/FHIR/R4/Flag                    | 401 | forbidden | https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode | ACCESS_DENIED | Missing Authorization header
            """)
    void aRefusalIsInTheWordsOfTheApi(
            String who, String method, String path, int status, String issue, String system, String code, String text) {
        Response response = as(who).request(method, server.address() + "/" + path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.path("issue[0].code").toString()).isEqualTo(issue);
        assertThat(Optional.ofNullable(response.<String>path("issue[0].details.coding[0].system"))
                        .orElse(""))
                .isEqualTo(Optional.ofNullable(system).orElse(""));
        assertThat(Optional.ofNullable(response.<String>path("issue[0].details.coding[0].code"))
                        .orElse(""))
                .isEqualTo(Optional.ofNullable(code).orElse(""));
        assertThat(response.asString()).contains(text);
        if (status == 401) {
            assertThat(response.header("WWW-Authenticate")).startsWith("Bearer error=");
        }
    }

    /** Prescriptions, section 1.3: no short cuts in earnest, and an id of the request. */
    @Test
    void prescriptionsInEarnestKnowNoShortCuts() {
        String pharmacist = token(Optional.of(server.workerIdentity("FQ123", "B0570")));
        String release = server.address() + "/fhir-dispensing/FHIR/R4/Task/$release";
        for (String header : new String[] {"X-Skip-Validation", "X-Raw-Response"}) {
            Response response = given().urlEncodingEnabled(false)
                    .header("Authorization", "Bearer " + pharmacist)
                    .header("X-Request-ID", UUID.randomUUID().toString())
                    .header(header, "true")
                    .post(release);
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(403);
            assertThat(response.path("issue[0].code").toString()).isEqualTo("invalid");
            assertThat(response.path("issue[0].details.coding[0].code").toString())
                    .isEqualTo("MISSING_OR_INVALID_HEADER");
            assertThat(response.path("issue[0].details.coding[0].display").toString())
                    .isEqualTo("There is a header missing or invalid");
        }
        Response nameless = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + pharmacist)
                .post(release);
        assertThat(nameless.statusCode()).isEqualTo(400);
        assertThat(nameless.asString()).contains("X-Request-ID");
    }

    /** A status update is refused as one entry of a response Bundle. */
    @Test
    void aStatusUpdateOfAUserIsRefusedAsAnEntry() {
        Response response = as("worker").post(server.address() + "/prescription-status-update/");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.path("resourceType").toString()).isEqualTo("Bundle");
        assertThat(response.asString()).contains("do not cover this endpoint");
    }

    /** Section 2.2: a token that ran out is told from one that was never good, once its signature was ours. */
    @Test
    void anExpiredTokenIsToldFromAnInventedOne() {
        String expired = server.resigned(
                application,
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60))));
        Response pds = given().header("Authorization", "Bearer " + expired)
                .get(server.address() + "/personal-demographics/FHIR/R4/Patient/9000000009");
        assertThat(pds.statusCode()).isEqualTo(401);
        assertThat(pds.path("issue[0].diagnostics").toString()).isEqualTo("Access Token expired");
        Response bars = given().header("Authorization", "Bearer " + expired)
                .get(server.address() + "/booking-and-referral/FHIR/R4/Slot");
        assertThat(bars.path("issue[0].code").toString()).isEqualTo("expired");
    }

    /** Section 3: a header that comes twice is nobody's guess. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "personal-demographics/FHIR/R4/Patient/9000000009",
                "summary-care-record/FHIR/R4/Bundle",
                "fhir-dispensing/FHIR/R4/Task",
                "clinical-prescription-tracker/RequestGroup",
                "prescriptions-for-patients/Bundle",
                "referrals/FHIR/R4/PractitionerRole",
                "booking-and-referral/FHIR/R4/Slot",
                "spine-directory/FHIR/R4/Device",
                "cpis/FHIR/R4/CareTeam",
                "patient-flags-api/FHIR/R4/Flag",
                "FHIR/R4/Patient"
            })
    void aHeaderSentTwiceIsABadRequest(String path) {
        Response response = as("worker")
                .header("NHSD-Session-URID", "555000000001", "555000000002")
                .get(server.address() + "/" + path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.asString()).contains("NHSD-Session-URID");
    }

    /** Section 3 and demographics 1.2: several roles and none named; one of them named by its organisation. */
    @Test
    void oneOfSeveralRolesMustBeNamed() {
        String several = token(Optional.of(server.workerWithTwoRoles("A99981", "RX8")));
        String pds = server.address() + "/personal-demographics/FHIR/R4/Patient/9000000009";
        Response unnamed = given().header("Authorization", "Bearer " + several).get(pds);
        assertThat(unnamed.statusCode()).isEqualTo(400);
        assertThat(unnamed.path("issue[0].diagnostics").toString())
                .isEqualTo("Invalid value - '' in header 'NHSD-Session-URID'");
        Response scr = given().header("Authorization", "Bearer " + several)
                .get(server.address() + "/summary-care-record/FHIR/R4/Bundle");
        assertThat(scr.statusCode()).isEqualTo(400);
        assertThat(scr.path("issue[0].details.text").toString()).isEqualTo("Missing NHSD-Session-URID header");
        Response named = given().header("Authorization", "Bearer " + several)
                .header("X-Request-ID", UUID.randomUUID().toString())
                .header("NHSD-End-User-Organisation-ODS", "RX8")
                .get(pds);
        assertThat(named.statusCode()).as(named.asString()).isEqualTo(404);
    }

    /** Referrals contract 9.1: in the open mode nobody needs to say for whom and with what they ask; here everybody does. */
    @Test
    void urgentCareSystemsSayForWhomAndWithWhatTheyAsk() {
        String services = server.address() + "/booking-and-referral/FHIR/R4/HealthcareService";
        String resource =
                Base64.getEncoder().encodeToString("{\"resourceType\":\"Basic\"}".getBytes(StandardCharsets.UTF_8));
        for (String missing : List.of("NHSD-End-User-Organisation", "NHSD-Requesting-Software")) {
            RequestSpecification request = as("application");
            for (String sent : List.of("NHSD-End-User-Organisation", "NHSD-Requesting-Software")) {
                if (!sent.equals(missing)) {
                    request.header(sent, resource);
                }
            }
            Response refused = request.get(services);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.path("issue[0].code").toString()).isEqualTo("required");
            assertThat(refused.path("issue[0].details.coding[0].code").toString())
                    .isEqualTo("SEND_BAD_REQUEST");
            assertThat(refused.path("issue[0].diagnostics").toString()).contains(missing);
        }
        assertThat(as("application")
                        .header("NHSD-End-User-Organisation", resource)
                        .header("NHSD-Requesting-Software", resource)
                        .get(services)
                        .statusCode())
                .isEqualTo(200);
    }
}
