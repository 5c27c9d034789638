package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedBars.assertError;
import static org.openspine.server.referrals.ServedBars.focusId;
import static org.openspine.server.referrals.ServedBars.referral;

import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.server.http.ServedBase;

/** How far the journey of a patient must have come for a new request (11.4), and which messages are the same one (11.5). */
interface BarsJourneyContract extends ServedBars {
    private static String resource(String type, String status) {
        String members = type.equals("Encounter")
                ? "\"class\":{\"code\":\"EMER\"},\"subject\""
                : "\"intent\":\"plan\",\"subject\"";
        return """
                ,{"fullUrl":"urn:uuid:%s","resource":{"resourceType":"%s","status":"%s",%s:
                  {"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"}}}""".formatted(UUID.randomUUID(), type, status, members);
    }

    @ParameterizedTest
    @CsvSource({
        "validation, CarePlan, active, true",
        "validation, CarePlan, completed, false",
        "validation, Encounter, triaged, true",
        "validation, Encounter, in-progress, true",
        "validation, Encounter, finished, false",
        "validation, Encounter, planned, false",
        "referral, CarePlan, completed, true",
        "referral, CarePlan, active, false",
        "referral, Encounter, triaged, true",
        "referral, Encounter, finished, true",
        "referral, Encounter, in-progress, false",
        "referral, Encounter, cancelled, false"
    })
    default void aNewRequestFitsTheJourneySoFar(String category, String type, String status, boolean fits) {
        String patient = patient();
        Response response =
                process(urgentCare(), referral("new", "active", "", category, patient, resource(type, status)));
        if (fits) {
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
            return;
        }
        assertError(response, 400, "REC_BAD_REQUEST", "invariant");
        assertThat(response.asString()).contains(type + ".status");
        assertThat(matches("ServiceRequest?patient=" + patient)).isEmpty();
    }

    /** One wrong resource among right ones is enough. */
    @Test
    default void everyEncounterOfAMessageIsLookedAt() {
        String more = resource("CarePlan", "completed")
                + resource("Encounter", "finished")
                + resource("Encounter", "arrived");
        assertError(
                process(urgentCare(), referral("new", "active", "", "referral", patient(), more)),
                400,
                "REC_BAD_REQUEST",
                "invariant");
    }

    /** 11.5: what an update brings that was not known is added to what was. */
    @Test
    default void anUpdateAddsWhatWasNotSentBefore() {
        String service = urgentCare();
        String patient = patient();
        String made = focusId(process(service, referral("new", "active", "", "validation", patient, "")));
        assertThat(matches("CarePlan?patient=" + patient)).isEmpty();
        String update = referral(
                "update",
                "on-hold",
                "\"id\":\"" + made + "\",",
                "validation",
                patient,
                resource("CarePlan", "active") + resource("Encounter", "finished"));
        assertThat(process(service, update).statusCode()).isEqualTo(200);
        assertThat(get("ServiceRequest/" + made).path("status").asText()).isEqualTo("on-hold");
        assertThat(matches("CarePlan?patient=" + patient)).hasSize(1);
        assertThat(matches("Encounter?patient=" + patient)).hasSize(1);
        assertThat(matches("ServiceRequest?patient=" + patient)).hasSize(1);
    }

    /** 10.2 and 11.2: feedback about a booking is kept with who sent it, and changes nothing of the booking. */
    @Test
    default void feedbackIsKeptWholeWithWhereItCameFrom() {
        String service = urgentCare();
        String slot = slot(service);
        String first = ServedBars.bookingMessage("new", "booked", "", slot, patient());
        String booked = focusId(process(service, first));
        String feedback = ServedBars.bookingMessage("new", "noshow", "", slot, patient())
                .replace("\"booking-request\"", "\"booking-response\"")
                .replace(
                        "\"focus\":[",
                        "\"response\":{\"identifier\":\"%s\",\"code\":\"ok\"},\"focus\":["
                                .formatted(ServedBase.tree(first).path("id").asText()));
        assertThat(process(service, feedback).statusCode()).isEqualTo(200);
        String id = ServedBase.tree(feedback).path("id").asText();
        List<String> kept = matches("Bundle?identifier=https://openspine.org/fhir/Id/bars-message%7C" + id);
        assertThat(kept).hasSize(1);
        assertThat(get(kept.get(0)).at("/entry/0/resource/source/endpoint").asText())
                .isEqualTo(DOS + "|1");
        assertThat(get("Appointment/" + booked).path("status").asText()).isEqualTo("booked");
        assertThat(get("Slot/" + slot).path("status").asText()).isEqualTo("busy");
    }

    @Test
    default void onlyBothIdsTogetherMakeAMessageTheSame() {
        String service = urgentCare();
        String request = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        for (String[] row : new String[][] {
            {request, correlation, "200"},
            {request, other, "200"},
            {other, correlation, "200"},
            {request.toUpperCase(java.util.Locale.ROOT), correlation, "409"},
            {other, correlation, "409"},
        }) {
            Response response = fhir().baseUri(barsBase())
                    .header("X-Request-Id", row[0])
                    .header("X-Correlation-Id", row[1])
                    .header("NHSD-Target-Identifier", ServedBars.target(service))
                    .contentType(JSON)
                    .body(referral("new", "active", "", "referral", patient(), ""))
                    .post("/$process-message");
            assertThat(response.statusCode()).as(String.join(" ", row)).isEqualTo(Integer.parseInt(row[2]));
            if (response.statusCode() == 409) {
                assertError(response, 409, "REC_CONFLICT", "duplicate");
            }
        }
    }

    /** A message of another type, or one whose parts are missing or stand twice, names what is wrong, and nothing is kept. */
    @Test
    default void partsOfAMessageAreNeededOnce() {
        String service = urgentCare();
        String patient = patient();
        String good = referral("new", "active", "", "referral", patient, "");
        for (String[] change : new String[][] {
            {"\"id\":\"" + good.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1") + "\",", "", "invalid"},
            {"\"type\":\"message\",", "", "invalid"},
            {"\"type\":\"message\"", "\"type\":\"transaction\"", "invalid"},
            {
                "\"eventCoding\":{\"system\":\"https://fhir.nhs.uk/",
                "\"eventCoding\":{\"system\":\"https://example.org/",
                "invariant"
            },
            {"\"code\":\"servicerequest-request\"", "\"code\":\"SERVICEREQUEST-REQUEST\"", "invariant"},
            {"\"focus\":[{", "\"about\":[{", "invariant"},
            {"\"focus\":[{\"reference\":\"urn:uuid:2", "\"focus\":[{\"reference\":\"urn:uuid:3", "invariant"},
        }) {
            assertThat(good).contains(change[0]);
            assertError(process(service, good.replace(change[0], change[1])), 400, "REC_BAD_REQUEST", change[2]);
        }
        String twice = good.replace("33333333-3333-4333-8333-333333333333", "22222222-2222-4222-8222-222222222222");
        assertError(process(service, twice), 400, "REC_BAD_REQUEST", "invalid");
        assertThat(matches("ServiceRequest?patient=" + patient)).isEmpty();
        for (String version : List.of("2.0.0", "0.9", "x")) {
            assertError(
                    process(
                            service,
                            good.replace(
                                    "\"type\":\"message\"",
                                    "\"meta\":{\"versionId\":\"%s\"},\"type\":\"message\"".formatted(version))),
                    422,
                    "REC_UNPROCESSABLE_ENTITY",
                    "not-supported");
        }
    }
}
