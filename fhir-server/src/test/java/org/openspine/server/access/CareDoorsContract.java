package org.openspine.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openspine.server.carerecords.AccessAlert;
import org.openspine.server.carerecords.PermissionChange;
import org.openspine.server.carerecords.Summary;
import org.openspine.server.http.ServedBase;

/** Roles of the contracts of care records, section 11, and of child protection, section 4, as tokens tell them. */
interface CareDoorsContract extends SecuredContract {
    String LOOK = "B0370";

    private String scr(String path) {
        return server().address() + "/summary-care-record/FHIR/R4" + path;
    }

    private Response post(String token, String url, String body) {
        return as(token).contentType(FHIR_JSON).body(body).post(url);
    }

    /** The rows of the table: find, read, upload, set the permission, raise an alert. */
    @Test
    default void eachActorUsesTheEndpointsOfItsRow() {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        rows.put(workerToken("editor", "RX1", LOOK, "B0380", "B0020"), List.of(200, 200, 201, 201, 201));
        rows.put(applicationToken("editor"), List.of(200, 200, 201, 401, 401));
        rows.put(workerToken("editor", "RX1", LOOK), List.of(200, 200, 403, 403, 201));
        rows.put(workerToken("editor", "RX1", "B0015"), List.of(403, 403, 403, 403, 403));
        rows.forEach((token, expected) -> {
            String number = storePatient("");
            String subject = "https://fhir.nhs.uk/Id/nhs-number%7C" + number;
            List<Integer> statuses = List.of(
                            as(token).urlEncodingEnabled(false).get(scr("/DocumentReference?patient=" + subject)),
                            as(token)
                                    .urlEncodingEnabled(false)
                                    .get(scr("/Bundle?composition.identifier=" + Summary.newId()
                                            + "&composition.subject:Patient.identifier=" + subject)),
                            post(
                                    token,
                                    scr("/Bundle"),
                                    Summary.of(number, Summary.newId()).toString()),
                            post(token, scr("/$setPermission"), PermissionChange.of(number, "Ask")),
                            post(token, scr("/AuditEvent"), AccessAlert.of(number, "RX1", "555111222333")))
                    .stream()
                    .map(Response::statusCode)
                    .toList();
            assertThat(statuses).isEqualTo(expected);
        });
    }

    @Test
    default void anAuthorityReadsOnlyTheNotificationsAddressedToIt() {
        String number = storePatient("");
        for (String code : List.of("981", "982")) {
            storeCouncil(code);
            Response plan = post(workerToken("editor", code), server().address() + "/cpis/FHIR/R4", plan(number, code));
            assertThat(plan.statusCode()).as(plan.asString()).isEqualTo(200);
        }
        Response look = as(workerToken("editor", "RX1"))
                .urlEncodingEnabled(false)
                .get(server().address() + "/cpis/FHIR/R4/CareTeam?patient=" + number);
        assertThat(look.<Integer>path("total")).as(look.asString()).isEqualTo(2);
        String search = fhir("Communication?category=notification&_total=accurate&subject=Patient/" + number);
        for (String code : List.of("981", "982")) {
            Response own = as(workerToken("reader", code)).get(search);
            assertThat(own.<Integer>path("total")).as(own.asString()).isEqualTo(1);
            assertThat(ServedBase.tree(own.asString())
                            .at("/entry/0/resource/recipient/1/identifier/value")
                            .asText())
                    .isEqualTo(code);
        }
        for (String other : List.of(workerToken("reader", "RX1"), applicationToken("reader"))) {
            assertThat(as(other).get(search).<Integer>path("total")).isZero();
        }
    }

    /** Section 11: nothing of child protection, and no total that counts it, for roles without the right to it. */
    @Test
    default void receptionFindsNothingOfChildProtectionByTheUnifiedBase() {
        String number = storePatient("");
        storeCouncil("983");
        Response plan = post(workerToken("editor", "983"), server().address() + "/cpis/FHIR/R4", plan(number, "983"));
        assertThat(plan.statusCode()).as(plan.asString()).isEqualTo(200);
        String clinician = workerToken("editor", "RX1");
        as(clinician).get(server().address() + "/cpis/FHIR/R4/CareTeam?patient=" + number);
        String reception = exchange("reader", server().receptionIdentity("RX1")).path("access_token");
        for (String type : List.of("CarePlan", "Flag")) {
            String search = fhir(type + "?_total=accurate&patient=" + number);
            assertThat(as(clinician).get(search).<Integer>path("total"))
                    .as(type)
                    .isPositive();
            assertThat(as(reception).get(search).<Integer>path("total"))
                    .as(type)
                    .isZero();
        }
        Response found = as(reception).get(fhir("Communication?_total=accurate&subject=Patient/" + number));
        assertThat(found.<Integer>path("total")).isZero();
    }

    private void storeCouncil(String code) {
        Response stored = as(applicationToken("editor"))
                .contentType(FHIR_JSON)
                .body("""
                        {"resourceType": "Organization", "id": "%1$s", "active": true, "name": "Council %1$s",
                         "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%1$s"}],
                         "type": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/organisation-role", "code": "RO141"}]}]}""".formatted(code))
                .put(fhir("Organization/" + code));
        assertThat(stored.statusCode()).as(stored.asString()).isIn(200, 201);
    }

    private static String plan(String number, String council) {
        return """
                {"resourceType": "Bundle", "type": "collection", "entry": [
                 {"fullUrl": "CarePlan/c1", "resource": {"resourceType": "CarePlan", "id": "c1", "status": "active", "intent": "plan",
                   "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "342191000000101"}]}],
                   "subject": {"reference": "Patient/%s"}, "period": {"start": "2026-07-22"},
                   "careTeam": [{"reference": "CareTeam/t1"}]}},
                 {"fullUrl": "CareTeam/t1", "resource": {"resourceType": "CareTeam", "id": "t1", "status": "active",
                   "name": "%s - A COUNCIL", "telecom": [{"system": "phone", "value": "0113 496 0101", "use": "work"}]}}]}""".formatted(number, council);
    }
}
