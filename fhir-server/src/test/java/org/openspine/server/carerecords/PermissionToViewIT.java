package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;
import org.openspine.server.http.ClockOfTest;

/** A server that asks for a permission to view itself: what opens a summary, for whom, and for how long. */
class PermissionToViewIT implements ServedScr {
    private static final ClockOfTest CLOCK = new ClockOfTest(Instant.parse("2026-11-26T12:00:00Z"));

    private static OpenSpine server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        ServerConfig settings = ServerConfig.read(
                Map.of(
                        Setting.HTTP_PORT, "0",
                        Setting.SAMPLES, "none",
                        Setting.SCR_REQUIRE_PTV, "true",
                        Setting.SCR_AUDIT_READS, "true"),
                Map.of(),
                Optional.empty());
        server = OpenSpine.start(settings.over(StoreConfig.h2(folder)), CLOCK);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public OpenSpine server() {
        return server;
    }

    private int statusFor(String organisation, String number, String scrId) {
        return scr().header("NHSD-End-User-Organisation-ODS", organisation)
                .get(
                        "/Bundle?composition.identifier=%s&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number%%7C%s"
                                .formatted(scrId, number))
                .statusCode();
    }

    @Test
    void nothingIsReadWithoutPermissionOrOverride() {
        String number = patient("");
        String scrId = uploaded(number);
        assertThat(statusFor("RX1", number, scrId)).isEqualTo(403);
        assertThat(find(number).statusCode()).isEqualTo(200);
        assertThat(matches("DocumentReference?subject=Patient/" + number)).isEmpty();
        assertThat(matches("Bundle?_tag=summary-care-record")).isEmpty();
    }

    @Test
    void alertOpensTheRecordToItsOrganisationForAnHour() {
        String number = patient("");
        String scrId = uploaded(number);
        assertThat(scrSending(ScrAlertContract.alert(number))
                        .post("/AuditEvent")
                        .statusCode())
                .isEqualTo(201);
        assertThat(statusFor("RX1", number, scrId)).isEqualTo(200);
        assertThat(statusFor("RX2", number, scrId)).isEqualTo(403);
        CLOCK.pass(Duration.ofMinutes(59));
        assertThat(statusFor("RX1", number, scrId)).isEqualTo(200);
        CLOCK.pass(Duration.ofMinutes(2));
        assertThat(statusFor("RX1", number, scrId)).isEqualTo(403);
    }

    @Test
    void permissionToViewOpensItToItsOrganisationForADay() {
        String number = patient("");
        String scrId = uploaded(number);
        store(ConsentContract.consent(number, "permission-to-view", ConsentContract.viewer("RX2")));
        assertThat(statusFor("RX2", number, scrId)).isEqualTo(200);
        assertThat(statusFor("RX1", number, scrId)).isEqualTo(403);
        CLOCK.pass(Duration.ofHours(23));
        assertThat(statusFor("RX2", number, scrId)).isEqualTo(200);
        CLOCK.pass(Duration.ofHours(2));
        assertThat(statusFor("RX2", number, scrId)).isEqualTo(403);
    }

    @Test
    void emergencyAccessOpensItForItsPeriod() {
        String number = patient("");
        String scrId = uploaded(number);
        scrSending(ScrAlertContract.alert(number)).post("/AuditEvent");
        store(
                ConsentContract.consent(
                        number,
                        "emergency-access",
                        ConsentContract.viewer("RX1")
                                + ", \"purpose\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-ActReason\", \"code\": \"ETREAT\"}],"
                                + "\"code\": [{\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/SCR-AlertReason\", \"code\": \"5\"}]}]"));
        CLOCK.pass(Duration.ofHours(3));
        assertThat(statusFor("RX1", number, scrId)).isEqualTo(200);
        CLOCK.pass(Duration.ofHours(22));
        assertThat(statusFor("RX1", number, scrId)).isEqualTo(403);
    }

    @Test
    void nothingOpensWhatThePatientRefused() {
        String number = patient("");
        String scrId = uploaded(number);
        scrSending(ScrAlertContract.alert(number)).post("/AuditEvent");
        store(ConsentContract.consent(number, "permission-to-view", ConsentContract.viewer("RX1")));
        setPermission(number, "No");
        assertThat(statusFor("RX1", number, scrId)).isEqualTo(403);
    }

    @Test
    void eachLookIsRecordedWithItsEnding() {
        String number = patient("");
        String scrId = uploaded(number);
        find(number);
        read(number, scrId);
        store(ConsentContract.consent(number, "permission-to-view", ConsentContract.viewer("RX1")));
        statusFor("RX1", number, scrId);
        List<String> looks = new ArrayList<>();
        for (JsonNode entry : get("AuditEvent?entity=Patient/" + number + "&action=R&_sort=date")
                .path("entry")) {
            JsonNode event = entry.path("resource");
            looks.add(event.at("/subtype/0/code").asText() + " "
                    + event.path("outcome").asText() + " "
                    + event.at("/purposeOfEvent/0/coding/0/code").asText());
        }
        assertThat(looks).containsExactlyInAnyOrder("search-type 0 TREAT", "read 8 TREAT", "read 0 TREAT");
    }

    private void store(ObjectNode consent) {
        assertThat(sending(consent.toString()).post("/Consent").statusCode()).isEqualTo(201);
    }
}
