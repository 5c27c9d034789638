package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.assertError;
import static org.openspine.server.carerecords.ServedScr.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 7.3: what the server itself records of each request, in the national shape. */
interface ScrAuditContract extends ServedScr {
    private List<JsonNode> records(String number) {
        List<JsonNode> records = new ArrayList<>();
        get("AuditEvent?entity=Patient/" + number + "&_sort=_lastUpdated")
                .path("entry")
                .forEach(entry -> records.add(entry.path("resource")));
        return records;
    }

    private static List<String> agents(JsonNode event) {
        List<String> agents = new ArrayList<>();
        event.path("agent")
                .forEach(agent -> agents.add(agent.at("/who/type").asText() + " "
                        + agent.at("/who/identifier/system").asText() + "|"
                        + agent.at("/who/identifier/value").asText()));
        return agents;
    }

    @Test
    default void agentsAreUserRoleOrganisationAndDevice() {
        String number = patient("");
        ok(scr().header("NHSD-Session-URID", "555254240100")
                .header("NHSD-End-User-Organisation-ODS", "RX1")
                .get("/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number));
        JsonNode event = records(number).get(0);
        assertThat(agents(event))
                .containsExactly(
                        "Practitioner https://fhir.nhs.uk/Id/sds-user-id|sandbox",
                        "PractitionerRole https://fhir.nhs.uk/Id/sds-role-profile-id|555254240100",
                        "Organization https://fhir.nhs.uk/Id/ods-organization-code|RX1",
                        "Endpoint https://fhir.nhs.uk/Id/product-id|openspine");
        assertThat(event.at("/meta/profile/0").asText())
                .isEqualTo("https://fhir.nhs.uk/England/StructureDefinition/England-AuditEvent-PARS");
        assertThat(event.at("/source/site").asText()).isEqualTo(scrBase());
    }

    @Test
    default void thereIsAnOrganisationWhereNobodySaysWhich() {
        String number = patient("");
        find(number);
        assertThat(agents(records(number).get(0)))
                .containsExactly(
                        "Practitioner https://fhir.nhs.uk/Id/sds-user-id|sandbox",
                        "Organization https://fhir.nhs.uk/Id/ods-organization-code|X26",
                        "Endpoint https://fhir.nhs.uk/Id/product-id|openspine");
    }

    @Test
    default void entitiesArePatientAndTransaction() {
        String number = patient("");
        String id = "60e0b220-8136-4ca5-ae46-1d97ef59d0ab";
        scr().header("X-Request-ID", id)
                .get("/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number);
        JsonNode event = records(number).get(0);
        assertThat(event.at("/entity/0/what/identifier/value").asText()).isEqualTo(number);
        assertThat(event.at("/entity/0/role/code").asText()).isEqualTo("1");
        assertThat(event.at("/entity/1/what/identifier/system").asText())
                .isEqualTo("https://fhir.nhs.uk/Id/transaction");
        assertThat(event.at("/entity/1/what/identifier/value").asText()).isEqualTo(id);
        assertThat(event.path("entity")).hasSize(2);
    }

    @Test
    default void permissionThatCouldNotBeSetIsRecordedAsFailed() {
        String unknown = Numbers.next();
        String known = patient("");
        assertThat(setPermission(unknown, "No").statusCode()).isEqualTo(400);
        assertThat(setPermission(known, "Maybe").statusCode()).isEqualTo(400);
        for (String number : List.of(unknown, known)) {
            JsonNode event = records(number).get(0);
            assertThat(event.path("action").asText()).isEqualTo("U");
            assertThat(event.at("/subtype/0/code").asText()).isEqualTo("operation");
            assertThat(event.path("outcome").asText()).isEqualTo("4");
            assertThat(find(number).statusCode()).isEqualTo(200);
        }
    }

    @Test
    default void alertIsItsOwnRecord() {
        String number = patient("");
        assertThat(scrSending(ScrAlertContract.alert(number))
                        .post("/AuditEvent")
                        .statusCode())
                .isEqualTo(201);
        assertThat(records(number)).isEmpty();
        assertError(
                find("9000000000"),
                400,
                "value",
                "Invalid value - https://fhir.nhs.uk/Id/nhs-number|9000000000" + " in field 'patient'");
    }
}
