package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people who signed in are at the e-Referral Service: referrals contract 1.2, 2.2 and 8. */
interface ReferralStaffContract extends SecuredContract {
    /** The user of {@link SecuredServer#workerIdentity}. */
    String USER = "555111222333";

    private String ers(String path) {
        return server().address() + "/referrals/FHIR/R4/" + path;
    }

    private void role(String id, String organisation, String user, boolean active, String... functions) {
        StringBuilder codes = new StringBuilder();
        for (String function : functions) {
            codes.append(codes.isEmpty() ? "" : ", ")
                    .append(
                            "{\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/eRS-BusinessFunction-1\", \"code\": \"%s\"}]}"
                                    .formatted(function));
        }
        Response stored = as(applicationToken("editor"))
                .contentType(FHIR_JSON)
                .body("""
                        {"resourceType": "PractitionerRole", "id": "%s", "active": %s, "code": [%s],
                         "practitioner": {"identifier": {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "%s"}},
                         "organization": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}}""".formatted(id, active, codes, user, organisation))
                .put(fhir("PractitionerRole/" + id));
        assertThat(stored.statusCode()).as(stored.asString()).isBetween(200, 201);
    }

    private RequestSpecification acting(String token, String function, String organisation) {
        return as(token)
                .header("NHSD-eRS-Business-Function", function)
                .header("NHSD-End-User-Organisation-ODS", organisation);
    }

    /** 2.2: one role for each organisation of the user, whatever roles others have. */
    @Test
    default void aUserIsToldTheirOwnFunctionsByOrganisation() {
        role("PractitionerRole-A99981-" + USER, "A99981", USER, true, "REFERRING_CLINICIAN");
        role("second-role-of-the-user", "A99981", USER, true, "REFERRING_CLINICIAN", "REFERRING_ADMIN");
        role("role-elsewhere", "RX8", USER, true, "SERVICE_PROVIDER_CLINICIAN");
        role("role-that-ended", "RX9", USER, false, "SERVICE_PROVIDER_CLINICIAN");
        role("role-of-another", "A99981", "555111222444", true, "COMMISSIONER");
        Response own = as(workerToken("editor", "A99981")).get(ers("PractitionerRole"));
        assertThat(own.statusCode()).as(own.asString()).isEqualTo(200);
        assertThat(own.<List<String>>path("entry.resource.id"))
                .containsExactlyInAnyOrder("PractitionerRole-A99981-" + USER, "PractitionerRole-RX8-" + USER);
        assertThat(own.<Integer>path("total")).isEqualTo(2);
        assertThat(own.<List<String>>path("entry.resource.find { it.id == 'PractitionerRole-A99981-" + USER
                        + "' }.code.coding.code.flatten()"))
                .containsExactly("REFERRING_CLINICIAN", "REFERRING_ADMIN");
    }

    /** 1.2 and 8: a function that the user does not hold at the organisation. */
    @Test
    default void aUserActsInFunctionsThatTheyHoldWhereTheyHoldThem() {
        role("PractitionerRole-A99981-" + USER, "A99981", USER, true, "REFERRING_CLINICIAN");
        String token = workerToken("editor", "A99981");
        assertThat(acting(token, "REFERRING_CLINICIAN", "A99981")
                        .get(ers("CodeSystem/PRIORITY"))
                        .statusCode())
                .isEqualTo(200);
        for (String[] other : new String[][] {
            {"REFERRING_CLINICIAN_ADMIN", "A99981"},
            {"REFERRING_CLINICIAN", "RX7"},
            {"AUTHORISED_APPLICATION", "A99981"}
        }) {
            Response refused = acting(token, other[0], other[1]).get(ers("CodeSystem/PRIORITY"));
            assertThat(refused.statusCode()).as(String.join(" at ", other)).isEqualTo(403);
            assertThat(refused.path("issue[0].code").toString()).isEqualTo("forbidden");
            assertThat(refused.path("issue[0].details.coding[0].code").toString())
                    .isEqualTo("ACCESS_DENIED");
            assertThat(refused.path("issue[0].details.coding[0].system").toString())
                    .isEqualTo("https://fhir.nhs.uk/CodeSystem/NHSD-API-ErrorOrWarningCode");
            assertThat(refused.path("issue[0].diagnostics").toString())
                    .isEqualTo("User does not have the required Business Function at the specified Organisation.");
        }
    }

    /** 1.1 and 1.2: an application sends neither role nor organisation; both come from its registration. */
    @Test
    default void anApplicationWithATokenSendsNoRole() {
        String token = applicationToken("editor");
        assertThat(as(token).get(ers("CodeSystem/PRIORITY")).statusCode()).isEqualTo(200);
        Response named = acting(token, "REFERRING_CLINICIAN", "A99981").get(ers("CodeSystem/PRIORITY"));
        assertThat(named.statusCode()).isEqualTo(403);
        assertThat(named.path("issue[0].details.coding[0].code").toString()).isEqualTo("REC_FORBIDDEN");
        assertThat(as(token).get(ers("PractitionerRole")).statusCode()).isEqualTo(403);
        assertThat(given().get(ers("PractitionerRole")).statusCode()).isEqualTo(401);
    }
}
