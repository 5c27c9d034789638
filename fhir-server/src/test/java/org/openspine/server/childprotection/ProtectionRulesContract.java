package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the unified base lets through: rules for direct writes, what others may see, and alerts about what happens there. */
interface ProtectionRulesContract extends ServedFlags {
    @Test
    default void aPatientHasOneActiveFlagOfAKindWhicheverDoorItComesBy() {
        String number = adjusted();
        Response second = sending(patientFlag(number, ADJUSTMENTS, "n")).post("/Flag");
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(sending(patientFlag(number, FGM, "n")).post("/Flag").statusCode())
                .isEqualTo(201);
        assertThat(sending(patientFlag("1", FGM, "n")).post("/Flag").statusCode())
                .isEqualTo(422);
        String other =
                "{\"resourceType\": \"Flag\", \"status\": \"active\", \"code\": {\"text\": \"Hearing loop\"}, \"subject\": {\"reference\": \"Patient/%s\"}}"
                        .formatted(number);
        assertThat(sending(other).post("/Flag").statusCode()).isEqualTo(201);
    }

    @Test
    default void aPlanIsNotStoredWithoutWhatAClinicianNeeds() {
        String number = patient();
        String plan = """
                {"resourceType": "CarePlan", "status": "active", "intent": "plan",
                 "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]}],
                 "subject": {"reference": "Patient/%s"}, "period": {"start": "2026-01-01"},
                 "careTeam": [{"reference": "CareTeam/nobody"}]}""".formatted(CHILD_PROTECTION, number);
        for (String missing : List.of(
                "\"period\": {\"start\": \"2026-01-01\"},",
                ",\n \"careTeam\": [{\"reference\": \"CareTeam/nobody\"}]")) {
            assertThat(plan).contains(missing);
            assertThat(sending(plan.replace(missing, "")).post("/CarePlan").statusCode())
                    .isEqualTo(422);
        }
        assertThat(sending(plan).post("/CarePlan").statusCode()).isEqualTo(201);
    }

    @Test
    default void theTeamOfAPlanCannotBeRemoved() {
        String number = patient();
        storePlan(number);
        String team = "CareTeam/" + plans(number).get(0).path("id").asText();
        assertThat(fhir().delete("/" + team).statusCode()).isEqualTo(422);
        assertThat(get(team).path("status").asText()).isEqualTo("active");
    }

    @Test
    default void recordsOfWhoLookedStayAsTheyAre() {
        String number = patient();
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        JsonNode audit = get("AuditEvent?patient=Patient/" + number).at("/entry/0/resource");
        String place = "/AuditEvent/" + audit.path("id").asText();
        assertThat(fhir().delete(place).statusCode()).isEqualTo(405);
        assertThat(sending(audit.toString()).put(place).statusCode()).isEqualTo(405);
        assertThat(sending(audit.toString()).post("/AuditEvent").statusCode()).isEqualTo(422);
        assertThat(accesses(number)).hasSize(1);
    }

    @Test
    default void childProtectionIsHiddenFromThoseWithoutARightToIt() {
        String number = patient();
        storePlan(number);
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        String plan = get("CarePlan?patient=Patient/" + number)
                .at("/entry/0/resource/id")
                .asText();
        String team = plans(number).get(0).path("id").asText();
        for (List<String> header : List.of(
                List.of("OpenSpine-Access-Mode", "application-restricted"),
                List.of("OpenSpine-Access-Mode", "privileged-application-restricted"),
                List.of("NHSD-NHSLogin-User", "P9:" + number))) {
            Supplier<RequestSpecification> caller = () -> fhir().header(header.get(0), header.get(1));
            for (String query : List.of(
                    "/Flag?patient=Patient/" + number,
                    "/CarePlan?patient=Patient/" + number,
                    "/CareTeam?_id=" + team,
                    "/Communication?subject=Patient/" + number,
                    "/AuditEvent?patient=Patient/" + number + "&subtype=unscheduled")) {
                Response response = caller.get().get(query + "&_total=accurate");
                assertThat(response.statusCode())
                        .as(query + response.asString())
                        .isIn(200, 403);
                if (response.statusCode() == 200) {
                    assertThat(ok(response).path("total").asInt(-1)).as(query).isZero();
                }
            }
            assertThat(caller.get().get("/CarePlan/" + plan).statusCode()).isIn(404, 403);
        }
        Response clinician =
                fhir().header("OpenSpine-Access-Mode", "user-restricted").get("/CarePlan?patient=Patient/" + number);
        assertThat(ok(clinician).path("entry")).hasSize(1);
        Response notices = fhir().header("OpenSpine-Access-Mode", "user-restricted")
                .get("/Communication?subject=Patient/" + number);
        assertThat(ok(notices).path("entry")).isEmpty();
    }

    @Test
    default void aMissedAppointmentIsToldToTheAuthority() {
        String number = patient();
        storePlan(number);
        String appointment = """
                {"resourceType": "Appointment", "status": "booked", "start": "2026-11-20T09:00:00Z", "end": "2026-11-20T09:15:00Z",
                 "participant": [{"actor": {"reference": "Patient/%s"}, "status": "accepted"}]}""".formatted(number);
        String reference = create(appointment);
        String missed = appointment
                .replace("booked", "noshow")
                .replaceFirst("\\{", "{\"id\": \"" + reference.split("/")[1] + "\", ");
        sending(missed).put("/" + reference).then().statusCode(200);
        sending(missed.replace("09:15", "09:20")).put("/" + reference).then().statusCode(200);
        String other = create(appointment.replace("booked", "noshow"));
        assertThat(other).isNotEmpty();
        assertThat(notifications(number)).hasSize(2).allSatisfy(notice -> {
            assertThat(notice.at("/reasonCode/0/coding/0/code").asText()).isEqualTo("missed-appointment");
            assertThat(notice.at("/recipient/1/identifier/value").asText()).isEqualTo("991");
        });
    }

    @Test
    default void aNumberThatIsNoLongerInUseIsToldToTheAuthority() {
        String number = patient();
        storePlan(number);
        storePatient(number, "\"gender\": \"female\"");
        storePatient(
                number,
                "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/" + patient() + "\"}}]");
        assertThat(notifications(number)).hasSize(1);
        assertThat(notifications(number)
                        .get(0)
                        .at("/reasonCode/0/coding/0/code")
                        .asText())
                .isEqualTo("inactive-nhs-number");
    }

    @Test
    default void notificationsWithoutAChannelAreCompletedAtOnce() {
        String number = patient();
        storePlan(number);
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        assertThat(notifications(number).get(0).path("status").asText()).isEqualTo("completed");
    }

    /** Section 9: one record for each patient of a request that was refused, whether the query, the body or the path tells whose. */
    @Test
    default void refusedRequestsAreRecorded() {
        String number = patient();
        storePlan(number);
        String team = plans(number).get(0).path("id").asText();
        Response upload = cpis().header("OpenSpine-Access-Mode", "application-restricted")
                .contentType(JSON)
                .body(plan(number, LOOKED_AFTER, "2026-08-01", "", "992 - OTHER COUNCIL"))
                .post("");
        assertThat(upload.statusCode()).isEqualTo(403);
        Response read =
                cpis().header("OpenSpine-Access-Mode", "application-restricted").get("/CareTeam/" + team);
        assertThat(read.statusCode()).isEqualTo(403);
        Response search =
                cpis().header("OpenSpine-Access-Mode", "application-restricted").get("/CareTeam?" + BY_NUMBER + number);
        assertThat(search.statusCode()).isEqualTo(403);
        var refused =
                ServedProtection.resources(get("AuditEvent?patient=Patient/" + number + "&outcome=8"), "AuditEvent");
        assertThat(refused).extracting(event -> event.path("action").asText()).containsExactlyInAnyOrder("C", "R", "R");
    }

    /** Section 10: 405 at the resources of the consumer API; the header tells what there is instead. */
    @Test
    default void methodsThatAPathDoesNotHaveAreRefusedWithThoseItHas() {
        for (String type : List.of("CareTeam", "AuditEvent")) {
            for (String path : List.of("/" + type, "/" + type + "/x")) {
                for (Response refused : List.of(
                        cpis().contentType(JSON).body("{}").post(path),
                        cpis().contentType(JSON).body("{}").put(path),
                        cpis().delete(path))) {
                    assertError(refused, 405, "not-supported", "", "");
                    assertThat(refused.header("Allow")).isEqualTo("GET,HEAD");
                }
            }
        }
        assertThat(cpis().get("").header("Allow")).isEqualTo("POST");
        Response flags = flags().contentType(JSON).body("[]").patch("/PatientFlag");
        assertError(flags, 405, "not-supported", "", "");
        assertThat(flags.header("Allow")).isEqualTo("DELETE,GET,HEAD,POST");
    }

    @Test
    default void bodiesOfOtherMediaTypesAreNotRead() {
        for (Response refused : List.of(
                cpis().contentType("text/plain").body("{}").post(""),
                flags().contentType("application/x-www-form-urlencoded")
                        .body("a=b")
                        .post("/PatientFlag"),
                flags().contentType("text/csv").body("{}").put("/Flag/x"))) {
            assertError(refused, 415, "not-supported", "", "Content-Type must be application/fhir+json");
        }
    }
}
