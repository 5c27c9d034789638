package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 5: what a Bundle of plans may be and must hold, element by element, at each of its doors. */
interface PlanContentContract extends ServedFlags {
    String COUNCIL_991 = "991 - WHARFEDALE COUNCIL";

    private String whole(String number) {
        return plan(number, CHILD_PROTECTION, "2026-07-22", "", COUNCIL_991);
    }

    private static String changed(String whole, String part, String other) {
        assertThat(whole).contains(part);
        return whole.replace(part, other);
    }

    @Test
    default void aBundleIsATransactionACollectionOrABatch() {
        for (String type : List.of("transaction", "collection", "batch")) {
            for (boolean atFlags : new boolean[] {false, true}) {
                String number = patient();
                String bundle = whole(number).replace("\"collection\"", "\"" + type + "\"");
                JsonNode answer = ok(atFlags ? post("/PatientFlag", bundle) : upload(bundle));
                assertThat(answer.path("type").asText()).isEqualTo("transaction-response");
                assertThat(plans(number)).hasSize(1);
            }
        }
    }

    @Test
    default void aFlagHasStatusTheCodeOfItsKindAndOneProvenanceAtMost() {
        String number = patient();
        String whole = whole(number);
        assertError(
                upload(changed(whole, "\"id\": \"f1\", \"status\": \"active\",", "\"id\": \"f1\",")),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "status");
        assertError(upload(changed(whole, CPIS, ADJUSTMENTS)), 400, "invalid", "UNSUPPORTED_VALUE", "Code must be");
        String provenance = "{\"resourceType\": \"Provenance\", \"id\": \"p2\", \"target\": [{\"reference\": \"#\"}],"
                + " \"recorded\": \"2026-07-22T09:00:00+00:00\", \"agent\": [{\"who\": {\"display\": \"x\"}}]}, ";
        assertError(
                upload(changed(whole, "\"contained\": [", "\"contained\": [" + provenance)),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "contained");
        assertThat(plans(number)).isEmpty();
    }

    @Test
    default void aPlanHasStatusCategoryAndAStart() {
        String number = patient();
        String whole = whole(number);
        assertError(
                upload(changed(whole, "\"id\": \"c1\", \"status\": \"active\",", "\"id\": \"c1\",")),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "status");
        assertError(
                upload(changed(
                        whole,
                        "\"category\": [{\"coding\": [{\"system\": \"http://snomed.info/sct\", \"code\": \"%s\"}]}],"
                                .formatted(CHILD_PROTECTION),
                        "")),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "category");
        assertError(
                upload(changed(
                        whole, "\"period\": {\"start\": \"2026-07-22\"}", "\"period\": {\"end\": \"2026-07-22\"}")),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "period");
        assertThat(plans(number)).isEmpty();
    }

    @Test
    default void aTeamHasAStatus() {
        String number = patient();
        assertError(
                upload(changed(whole(number), "\"id\": \"t1\", \"status\": \"active\",", "\"id\": \"t1\",")),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "status");
        assertThat(plans(number)).isEmpty();
    }

    @Test
    default void anUnknownElementIsNamedAtEveryLevel() {
        String number = patient();
        String whole = whole(number);
        String[][] cases = {
            {"\"type\": \"collection\"", "\"type\": \"collection\", \"nonsense\": 1", "Bundle.nonsense"},
            {
                "{\"fullUrl\": \"CarePlan/c1\"",
                "{\"nonsense\": 1, \"fullUrl\": \"CarePlan/c1\"",
                "Bundle.entry[1].nonsense"
            },
            {"\"intent\": \"plan\"", "\"intent\": \"plan\", \"nonsense\": 1", "nonsense"}
        };
        for (String[] one : cases) {
            assertError(upload(changed(whole, one[0], one[1])), 400, "invalid", "VALIDATION_ERROR", "");
            Response refused = upload(changed(whole, one[0], one[1]));
            assertThat(refused.asString()).contains(one[2]);
        }
        assertThat(plans(number)).isEmpty();
    }

    @Test
    default void anUnknownElementOfXmlIsNamedToo() {
        String head = "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/>";
        String entry =
                "<entry><resource><CareTeam><status value=\"active\"/>%s</CareTeam></resource>%s</entry>%s</Bundle>";
        String[][] cases = {
            {head + entry.formatted("", "", "<nonsense value=\"1\"/>"), "Bundle.nonsense"},
            {head + entry.formatted("", "<nonsense/>", ""), "Bundle.entry[0].nonsense"}
        };
        for (String[] one : cases) {
            Response refused = cpis().contentType(XML).body(one[0]).post("");
            assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
            assertThat(refused.asString()).contains("VALIDATION_ERROR", one[1]);
        }
        String number = patient();
        Response inPlan = cpis().contentType(XML)
                .body(head + """
                <entry><fullUrl value="CarePlan/c"/><resource><CarePlan><id value="c"/><nonsense value="1"/><status value="active"/>
                 <intent value="plan"/><category><coding><system value="http://snomed.info/sct"/><code value="%s"/></coding></category>
                 <subject><reference value="Patient/%s"/></subject><period><start value="2026-07-22"/></period>
                 <careTeam><reference value="CareTeam/t"/></careTeam></CarePlan></resource></entry></Bundle>""".formatted(CHILD_PROTECTION, number))
                .post("");
        assertThat(inPlan.statusCode()).isEqualTo(400);
        assertThat(inPlan.asString()).contains("CarePlan.nonsense");
    }

    @Test
    default void aRevokedPlanIsKeptAndShownAsEnded() {
        String number = patient();
        ok(upload(whole(number)));
        ok(upload(changed(
                whole(number), "\"id\": \"c1\", \"status\": \"active\"", "\"id\": \"c1\", \"status\": \"revoked\"")));
        assertThat(plans(number)).hasSize(1);
        assertThat(plans(number).get(0).path("status").asText()).isEqualTo("inactive");
        assertThat(get("Flag?patient=Patient/" + number)
                        .at("/entry/0/resource/status")
                        .asText())
                .isEqualTo("inactive");
    }

    @Test
    default void operatorsWriteTheSameRecordsOnTheUnifiedBase() {
        String number = patient();
        String team = create("""
                {"resourceType": "CareTeam", "status": "active", "name": "991 - WHARFEDALE COUNCIL",
                 "telecom": [{"system": "phone", "value": "0113 496 0101", "use": "work"}]}""");
        String plan = """
                {"resourceType": "CarePlan", %s"status": "%s", "intent": "plan",
                 "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]}],
                 "subject": {"reference": "Patient/%s"}, "period": {"start": "2026-01-01"},
                 "careTeam": [{"reference": "%s"}]}""";
        String stored = create(plan.formatted("", "active", CHILD_PROTECTION, number, team));
        create("""
                {"resourceType": "Flag", "status": "active",
                 "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/flag-detail", "valueReference": {"reference": "%s"}}],
                 "code": {"coding": [{"system": "%s", "code": "%s"}]}, "subject": {"reference": "Patient/%s"}}""".formatted(stored, KINDS, CPIS, number));
        assertThat(plans(number).get(0).path("status").asText()).isEqualTo("active");
        assertThat(flagsOf(number, "CPIS").path("total").asInt()).isEqualTo(3);
        String ended = plan.formatted(
                "\"id\": \"%s\", ".formatted(stored.split("/")[1]), "completed", CHILD_PROTECTION, number, team);
        assertThat(sending(ended).put("/" + stored).statusCode()).isEqualTo(200);
        assertThat(plans(number).get(0).path("status").asText()).isEqualTo("inactive");
    }

    /** Section 3.2: a user whom the directory knows without a role. */
    @Test
    default void theViewerIsAlsoFoundByTheUserId() {
        String number = patient();
        sending("""
                {"resourceType": "Practitioner", "id": "user-ferris", "active": true, "name": [{"text": "Ann Ferris"}],
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "555254239166"}]}""").put("/Practitioner/user-ferris");
        ok(cpis().header("NHSD-Identity-UUID", "555254239166").get("/CareTeam?" + BY_NUMBER + number));
        JsonNode bundle = ok(silent().get("/AuditEvent?" + BY_NUMBER + number));
        JsonNode role = ServedProtection.resources(bundle, "PractitionerRole").get(0);
        assertThat(role.at("/practitioner/display").asText()).isEqualTo("Ann Ferris");
        assertThat(role.at("/organization/display").asText()).isEqualTo("Unknown");
    }
}
