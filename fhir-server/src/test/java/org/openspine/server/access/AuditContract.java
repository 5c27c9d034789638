package org.openspine.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.audit.AuditVerification;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.AuditStore;

/** What the secured server writes down of every request. */
interface AuditContract extends SecuredContract {
    private AuditStore log() {
        return server().program().repository().audit();
    }

    /** The entries about a patient, newest first. */
    private List<JsonNode> entriesAbout(String nhsNumber) {
        return log()
                .search(new AuditStore.Query(
                        OptionalLong.of(Long.parseLong(nhsNumber)),
                        Instant.EPOCH,
                        Instant.now().plusSeconds(60),
                        100))
                .stream()
                .map(row -> ResourceJson.parseAny(
                        row.entry().getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonLimits.RESOURCE))
                .toList();
    }

    private AuditVerification.Report verified() {
        return new AuditVerification(log(), signed -> Security.verified(server().keys(), signed)).verify();
    }

    @Test
    default void everyAccessIsInTheLogAndTheLogHolds() {
        String number = storePatient("");
        as(workerToken("reader", "A99981")).get(fhir("Patient/" + number));
        as(workerToken("reader", "A99981")).get(fhir("Patient?_id=" + number));
        JsonNode log = ResourceJson.parseAny(
                as(patientToken("reader", number))
                        .get(fhir("Patient/" + number + "/$access-log"))
                        .asByteArray(),
                JsonLimits.RESOURCE);
        List<String> actions = log.path("entry").findValuesAsText("action");
        assertThat(actions).contains("R", "E", "U");
        assertThat(log.toString()).contains("555111222333").contains("Patient/" + number);
        AuditVerification.Report report = verified();
        assertThat(report.problems()).isEmpty();
        assertThat(report.entries()).isPositive();
    }

    @Test
    default void theLogOfOthersIsForPrivacyOfficers() {
        String number = storePatient("");
        assertThat(as(workerToken("reader", "A99981"))
                        .get(fhir("Patient/" + number + "/$access-log"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(as(workerToken("reader", "A99981", "B0016"))
                        .get(fhir("Patient/" + number + "/$access-log"))
                        .statusCode())
                .isEqualTo(200);
    }

    /** SECURITY section 9: the row of a change is in the transaction of the data, and names the version that was made. */
    @Test
    default void aChangeHasOneEntryWithTheVersionThatWasMade() {
        String number = storePatient("");
        List<JsonNode> entries = entriesAbout(number);
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).path("changed").get(0).asText()).isEqualTo("Patient/" + number + "/_history/1");
        assertThat(entries.get(0).path("who").path("client").asText()).isEqualTo("editor");
    }

    /** A change that is refused changes nothing and is told as refused. */
    @Test
    default void aRefusedChangeIsToldWithItsStatus() {
        String number = storePatient("");
        Response response = as(applicationToken("editor"))
                .contentType(FHIR_JSON)
                .header("If-Match", "W/\"7\"")
                .body("{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(number))
                .put(fhir("Patient/" + number));
        assertThat(response.statusCode()).isEqualTo(412);
        JsonNode newest = entriesAbout(number).get(0);
        assertThat(newest.path("status").asInt()).isEqualTo(412);
        assertThat(newest.path("changed").isMissingNode()).isTrue();
    }

    /** SECURITY section 13: forty matches are named, though the page shows three. */
    @Test
    default void aSearchNamesEveryPatientMatchedAlsoThoseNotReturned() {
        String family = "Forty" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            numbers.add(storePatient(",\"name\":[{\"family\":\"%s\"}]".formatted(family)));
        }
        String id = UUID.randomUUID().toString();
        Response page = as(applicationToken("reader"))
                .header("X-Request-ID", id)
                .get(fhir("Patient?_count=3&family=" + family));
        assertThat(page.jsonPath().getList("entry")).hasSize(3);
        for (String number : numbers) {
            assertThat(entriesAbout(number))
                    .as(number)
                    .anyMatch(entry -> entry.path("requestId").asText().equals(id));
        }
        JsonNode entry = entriesAbout(numbers.get(0)).get(0);
        assertThat(entry.path("patients")).hasSize(40);
        assertThat(entry.path("query").asText()).doesNotContain(family);
    }

    /** A patient learns who looked, and nothing of the others that the same search matched. */
    @Test
    default void patientsDoNotSeeWhoElseWasMatched() {
        String family = "Twin" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        String name = ",\"name\":[{\"family\":\"%s\"}]".formatted(family);
        String own = storePatient(name);
        String other = storePatient(name);
        as(applicationToken("reader")).get(fhir("Patient?family=" + family));
        String log = as(patientToken("reader", own))
                .get(fhir("Patient/" + own + "/$access-log"))
                .asString();
        assertThat(log).contains("\"search\"").doesNotContain(other);
    }
}
