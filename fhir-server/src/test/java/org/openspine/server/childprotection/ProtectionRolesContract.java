package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;
import static org.openspine.server.childprotection.ServedProtection.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 11: the table of roles, each cell of it. */
interface ProtectionRolesContract extends ServedFlags {
    String COUNCIL_CODE = "983";
    String COUNCIL_NAME = "983 - THORNDALE COUNCIL";

    /** Who asks, by headers; the columns in the order of the table: C1, C2, F1, F2, and writing RA, FGM and CP-IS. */
    record Row(Map<String, String> headers, List<Integer> statuses) {
        RequestSpecification as(RequestSpecification request) {
            headers.forEach(request::header);
            return request;
        }
    }

    private static Map<String, String> user(String header, String value) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("OpenSpine-Access-Mode", "user-restricted");
        headers.put(header, value);
        return headers;
    }

    private void directory() {
        String council = """
                {"resourceType": "Organization", "id": "983", "active": true, "name": "Thorndale Council",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "983"}],
                 "type": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/organisation-role", "code": "RO141"}]}]}""";
        sending(council).put("/Organization/983");
        role("role-clinic", "555254240188", "S8000:G8000:R8000");
        role("role-desk", "555254240199", "S8001:G8001:R8006");
    }

    private void role(String id, String profile, String job) {
        String role = """
                {"resourceType": "PractitionerRole", "id": "%s", "active": true,
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/sds-role-profile-id", "value": "%s"}],
                 "code": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode",
                   "code": "%s"}]}]}""";
        sending(role.formatted(id, profile, job)).put("/PractitionerRole/" + id);
    }

    private Response write(Row row, String path, String body) {
        return row.as(flags()).contentType(JSON).body(body).post(path);
    }

    private List<Integer> statuses(Row row, String number) {
        String plan = plan(number, LOOKED_AFTER, "2026-09-01", "", COUNCIL_NAME);
        return List.of(
                        row.as(silent()).get("/CareTeam?" + BY_NUMBER + number),
                        row.as(silent()).get("/AuditEvent?" + BY_NUMBER + number),
                        row.as(flags()).get("/PatientFlag?patient=" + number),
                        row.as(flags())
                                .header("IsUnscheduledAccessEvent", "false")
                                .get("/PatientFlag?code=CPIS&patient=" + number),
                        write(row, "/Flag", adjustment(number, ADJUSTMENTS, "719369003", "Letters")),
                        write(row, "/PatientFlag", patientFlag(number, FGM, "n")),
                        row.as(cpis()).contentType(JSON).body(plan).post(""))
                .stream()
                .map(Response::statusCode)
                .toList();
    }

    @Test
    default void eachRoleDoesWhatTheTableSaysAndNothingElse() {
        directory();
        String number = adjusted();
        upload(plan(number, CHILD_PROTECTION, "2026-07-22", "", COUNCIL_NAME));
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put(
                "patient",
                new Row(Map.of("NHSD-NHSLogin-User", "P9:" + number), List.of(403, 403, 200, 403, 403, 403, 403)));
        rows.put(
                "application",
                new Row(
                        Map.of("OpenSpine-Access-Mode", "application-restricted"),
                        List.of(403, 403, 200, 403, 201, 403, 403)));
        rows.put(
                "reception",
                new Row(user("NHSD-Session-URID", "555254240199"), List.of(403, 403, 200, 403, 200, 403, 403)));
        rows.put(
                "clinician",
                new Row(user("NHSD-Session-URID", "555254240188"), List.of(200, 200, 200, 200, 200, 201, 403)));
        rows.put(
                "local authority",
                new Row(
                        user("NHSD-End-User-Organisation-ODS", COUNCIL_CODE),
                        List.of(200, 200, 403, 403, 403, 403, 200)));
        rows.forEach((name, row) -> assertThat(statuses(row, number)).as(name).isEqualTo(row.statuses()));
    }

    @Test
    default void receptionSeesThatThereIsAChildProtectionFlagAndNoDetailOfIt() {
        directory();
        String number = patient();
        storePlan(number);
        Row desk = new Row(user("NHSD-Session-URID", "555254240199"), List.of());
        JsonNode found = ok(desk.as(flags()).get("/PatientFlag?patient=" + number));
        assertThat(resources(found, "Flag"))
                .extracting(flag -> flag.at("/code/coding/0/code").asText())
                .containsExactly(CPIS);
        assertThat(resources(found, "CarePlan")).isEmpty();
        assertThat(resources(found, "CareTeam")).isEmpty();
    }

    @Test
    default void anAuthoritySeesItsOwnPlansOnly() {
        directory();
        String number = patient();
        upload(plan(number, CHILD_PROTECTION, "2026-07-22", "", COUNCIL_NAME));
        upload(plan(number, LOOKED_AFTER, "2026-07-22", "", "991 - WHARFEDALE COUNCIL"));
        Row council = new Row(user("NHSD-End-User-Organisation-ODS", COUNCIL_CODE), List.of());
        JsonNode own = ok(council.as(silent()).get("/CareTeam?" + BY_NUMBER + number));
        assertThat(own.path("total").asInt()).isEqualTo(1);
        assertThat(resources(own, "CareTeam").get(0).path("name").asText()).isEqualTo(COUNCIL_NAME);
        String foreign = plans(number).stream()
                .filter(team -> !team.path("name").asText().equals(COUNCIL_NAME))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        assertThat(council.as(silent()).get("/CareTeam/" + foreign).statusCode())
                .isEqualTo(404);
    }

    /** In the open sandbox everybody is an operator; what is sent is checked all the same. */
    @Test
    default void withoutAuthorisationNoRoleIsCheckedAndEverythingElseIs() {
        String number = patient();
        storePlan(number);
        ok(cpis().header("NHSD-End-User-Organisation-ODS", "992")
                .contentType(JSON)
                .body(plan(
                        number,
                        CHILD_PROTECTION,
                        "2026-07-22",
                        ", \"end\": \"2099-01-01\"",
                        "991 - WHARFEDALE COUNCIL"))
                .post(""));
        assertThat(plans(number)).hasSize(1);
        assertError(upload(plan(number, "1", "2026-07-22", "", COUNCIL_NAME)), 400, "invalid", "UNSUPPORTED_VALUE", "");
        assertError(silent().get("/CareTeam"), 400, "invalid", "INVALID_SEARCH_DATA", "");
    }
}
