package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedBars.assertError;
import static org.openspine.server.referrals.ServedBars.bookingMessage;
import static org.openspine.server.referrals.ServedBars.focusId;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Bookings as resources (9.2, 10.2): which are made, how they end, and what is shown of them. */
interface BarsBookingContract extends ServedBars {
    private static String appointment(String status, String slot, String patient) {
        return """
                {"resourceType":"Appointment","status":"%s",%s
                 "participant":[{"actor":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},"status":"accepted"}]}""".formatted(
                        status, slot.isEmpty() ? "" : "\"slot\":[{\"reference\":\"Slot/" + slot + "\"}],", patient);
    }

    private Response post(String service, String body) {
        return bars(service).contentType(JSON).body(body).post("/Appointment");
    }

    private String slotStatus(String slot) {
        return get("Slot/" + slot).path("status").asText();
    }

    private List<String> ofPatient(String service, String patient) {
        return ServedBase.body(bars(service).get("/Appointment?patient:identifier=" + patient))
                .path("entry")
                .findValuesAsText("id");
    }

    @Test
    default void whatHasEndedAlreadyIsNotBookedAndTakesNoSlot() {
        String service = urgentCare();
        String slot = slot(service);
        String patient = patient();
        for (String status : List.of("cancelled", "entered-in-error", "noshow", "fulfilled")) {
            assertError(post(service, appointment(status, slot, patient)), 400, "REC_BAD_REQUEST", "invariant");
            assertThat(slotStatus(slot)).as(status).isEqualTo("free");
        }
        assertError(post(service, appointment("booked", "", patient)), 400, "REC_BAD_REQUEST", "invariant");
        assertThat(ofPatient(service, patient)).isEmpty();
        for (String status : List.of("proposed", "waitlist")) {
            assertThat(post(service, appointment(status, "", patient)).statusCode())
                    .as(status)
                    .isEqualTo(200);
        }
        assertThat(post(service, appointment("booked", slot, patient)).statusCode())
                .isEqualTo(200);
        assertThat(slotStatus(slot)).isEqualTo("busy");
        assertError(post(service, appointment("booked", slot, patient())), 409, "REC_CONFLICT", "conflict");
    }

    @Test
    default void aBookingEndsByEveryWayOnceAndItsSlotIsFree() {
        String service = urgentCare();
        String patient = patient();
        for (String way : List.of("PATCH cancelled", "PATCH entered-in-error", "PUT cancelled", "DELETE ")) {
            String slot = slot(service);
            String id = post(service, appointment("booked", slot, patient)).path("id");
            String method = way.split(" ")[0];
            String status = way.substring(method.length() + 1);
            for (int expected : new int[] {200, 409}) {
                var request = bars(service);
                if (!status.isEmpty()) {
                    request.contentType(JSON)
                            .body(
                                    method.equals("PUT")
                                            ? appointment(status, slot, patient)
                                            : "{\"resourceType\":\"Appointment\",\"status\":\"%s\"}".formatted(status));
                }
                Response response = request.request(method, "/Appointment/" + id);
                assertThat(response.statusCode()).as(way + response.asString()).isEqualTo(expected);
                assertThat(slotStatus(slot)).as(way).isEqualTo("free");
            }
            assertThat(get("Appointment/" + id).path("status").asText())
                    .isEqualTo(status.isEmpty() ? "cancelled" : status);
        }
    }

    /** A replacement that names the patient by number alone is found by that number as before. */
    @Test
    default void aReplacedBookingIsStillThatOfItsPatient() {
        String service = urgentCare();
        String patient = patient();
        String slot = slot(service);
        String id = post(service, appointment("booked", slot, patient)).path("id");
        String other = patient();
        for (String who : List.of(patient, other)) {
            assertThat(bars(service)
                            .contentType(JSON)
                            .body(appointment("booked", slot, who))
                            .put("/Appointment/" + id)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(ofPatient(service, who)).contains(id);
        }
        assertThat(ofPatient(service, patient)).isEmpty();
    }

    /** What is remembered of the message that brought a record is no part of it, and outlives a replacement (11.5). */
    @Test
    default void aRecordIsShownAsItWasSent() {
        String service = urgentCare();
        String patient = patient();
        String slot = slot(service);
        String id = focusId(process(service, bookingMessage("new", "booked", "", slot, patient)));
        ObjectNode read = (ObjectNode) ServedBase.body(bars(service).get("/Appointment/" + id));
        JsonNode found = ServedBase.body(bars(service).get("/Appointment?patient:identifier=" + patient))
                .at("/entry/0/resource");
        assertThat(read.toString()).doesNotContain("openspine.org");
        assertThat(found).isEqualTo(read);
        assertThat(get("Appointment/" + id).toString()).contains("bars-receipt");
        Response replaced = bars(service)
                .contentType(JSON)
                .body(read.put("description", "Bring your medicines").toString())
                .put("/Appointment/" + id);
        assertThat(replaced.asString()).contains("Bring your medicines").doesNotContain("openspine.org");
        assertThat(get("Appointment/" + id).toString()).contains("bars-receipt");
        String named = "\"id\":\"" + id + "\",";
        assertThat(process(service, bookingMessage("update", "booked", named, slot, patient))
                        .statusCode())
                .isEqualTo(200);
        assertThat(bars(service)
                        .contentType(JSON)
                        .body("{\"resourceType\":\"Appointment\",\"comment\":\"x\"}")
                        .patch("/Appointment/" + id)
                        .asString())
                .doesNotContain("openspine.org");
    }

    @Test
    default void whatIsTooLargeIsRefusedInTheWordsOfTheApi() {
        Response refused =
                process(urgentCare(), "{\"resourceType\":\"Bundle\",\"id\":\"%s\"}".formatted("x".repeat(6 << 20)));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.path("issue[0].details.coding[0].code").toString()).isEqualTo("REC_BAD_REQUEST");
        assertError(bars(urgentCare()).get("/Appointment/" + UUID.randomUUID()), 404, "REC_NOT_FOUND", "not-found");
    }
}
