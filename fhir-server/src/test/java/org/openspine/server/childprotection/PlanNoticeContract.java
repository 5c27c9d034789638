package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 4: the notification of a local authority, and what brings it about. */
interface PlanNoticeContract extends ServedProtection {
    @Test
    default void aNotificationSaysWhoLookedWhenAndWhereAndNothingClinical() {
        String number = patient();
        storePlan(number);
        sending("""
                {"resourceType": "PractitionerRole", "id": "role-dusk", "active": true,
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/sds-role-profile-id", "value": "555254240177"}],
                 "practitioner": {"display": "Dr Imre Vale",
                   "identifier": {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "555254239177"}},
                 "organization": {"display": "Moorgate Walk-in Centre",
                   "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RZ977"}},
                 "code": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode",
                   "code": "S8000:G8000:R8000", "display": "Clinical Practitioner Access Role"}]}]}""").put("/PractitionerRole/role-dusk");
        ok(cpis().header("NHSD-Session-URID", "555254240177").get("/CareTeam?" + BY_NUMBER + number));
        JsonNode notice = notifications(number).get(0);
        assertThat(notice.at("/subject/reference").asText()).isEqualTo("Patient/" + number);
        assertThat(notice.at("/sender/type").asText()).isEqualTo("Device");
        assertThat(notice.at("/sender/display").asText()).isEqualTo("OpenSpine");
        String text = notice.at("/payload/0/contentString").asText();
        assertThat(text)
                .contains("Dr Imre Vale", "Clinical Practitioner Access Role", "Moorgate Walk-in Centre", "unscheduled")
                .contains(
                        notice.path("sent").asText().substring(0, 4),
                        notice.path("sent").asText().substring(11, 13))
                .doesNotContain(CHILD_PROTECTION, "Subject to child protection plan");
    }

    @Test
    default void theViewOfTheFlagsApiNotifiesLikeAQuery() {
        String number = patient();
        storePlan(number);
        ok(flags().get("/PatientFlag?code=CPIS&patient=" + number));
        assertThat(notifications(number)).hasSize(1);
        assertThat(notifications(number)
                        .get(0)
                        .at("/reasonCode/0/coding/0/code")
                        .asText())
                .isEqualTo("unscheduled-access");
    }

    @Test
    default void everyQueryNotifiesAnewAndAReplayedRequestIdIsNoExcuse() {
        String number = patient();
        storePlan(number);
        for (int i = 0; i < 2; i++) {
            ok(cpis().header("X-Request-ID", "60e0b220-8136-4ca5-ae46-1d97ef59d0cc")
                    .get("/CareTeam?" + BY_NUMBER + number));
        }
        assertThat(notifications(number)).hasSize(2);
    }

    @Test
    default void anAppointmentThatIsCreatedAsMissedIsToldAndOthersAreNot() {
        String child = patient();
        storePlan(child);
        String other = patient();
        for (String number : List.of(child, other)) {
            for (String status : List.of("noshow", "booked", "cancelled", "fulfilled")) {
                create("""
                        {"resourceType": "Appointment", "status": "%s", "start": "2026-11-20T09:00:00Z", "end": "2026-11-20T09:15:00Z",
                         "participant": [{"actor": {"reference": "Patient/%s"}, "status": "accepted"}]}""".formatted(status, number));
            }
        }
        assertThat(notifications(child)).hasSize(1);
        assertThat(notifications(other)).isEmpty();
    }

    @Test
    default void aNumberThatBecomesInactiveIsTold() {
        String number = patient();
        storePlan(number);
        storePatient(number, "\"active\": false");
        assertThat(notifications(number)).hasSize(1).allSatisfy(notice -> assertThat(
                        notice.at("/reasonCode/0/coding/0/code").asText())
                .isEqualTo("inactive-nhs-number"));
    }

    @Test
    default void plansThatEndedOrAreInErrorNotifyNobodyOfAnything() {
        String number = patient();
        String council = "991 - WHARFEDALE COUNCIL";
        upload(plan(number, CHILD_PROTECTION, "2025-01-01", ", \"end\": \"2025-06-30\"", council));
        upload(plan(number, LOOKED_AFTER, "2025-01-01", "", council)
                .replace("\"id\": \"c1\", \"status\": \"active\"", "\"id\": \"c1\", \"status\": \"entered-in-error\""));
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        create("""
                {"resourceType": "Appointment", "status": "noshow", "start": "2026-11-20T09:00:00Z", "end": "2026-11-20T09:15:00Z",
                 "participant": [{"actor": {"reference": "Patient/%s"}, "status": "accepted"}]}""".formatted(number));
        storePatient(number, "\"active\": false");
        assertThat(notifications(number)).isEmpty();
    }
}
