package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedBars.assertError;
import static org.openspine.server.referrals.ServedBars.bookingMessage;
import static org.openspine.server.referrals.ServedBars.focusId;
import static org.openspine.server.referrals.ServedBars.message;
import static org.openspine.server.referrals.ServedBars.patientEntry;
import static org.openspine.server.referrals.ServedBars.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Every row of the workflow table (11.4), everything that is no row of it, and updates of what was sent before (11.5). */
interface BarsWorkflowContract extends ServedBars {
    String FOCUS = "urn:uuid:22222222-2222-4222-8222-222222222222";
    List<String> STATUSES = List.of("active", "on-hold", "revoked", "completed", "entered-in-error", "draft");
    List<String> REASONS = List.of("new", "update", "delete");

    /** The rows about requests, written down again: event, reasons, statuses, categories. */
    List<List<List<String>>> REQUEST_ROWS = List.of(
            List.of(
                    List.of("servicerequest-request"),
                    List.of("new"),
                    List.of("active"),
                    List.of("validation", "referral")),
            List.of(
                    List.of("servicerequest-request"),
                    List.of("update"),
                    List.of("active", "on-hold"),
                    List.of("validation")),
            List.of(
                    List.of("servicerequest-request"),
                    List.of("update", "delete"),
                    List.of("revoked", "entered-in-error"),
                    List.of("validation", "referral")),
            List.of(List.of("servicerequest-response"), List.of("new"), List.of("revoked"), List.of("referral")),
            List.of(
                    List.of("servicerequest-response"),
                    List.of("new", "update"),
                    List.of("active", "completed"),
                    List.of("validation")));

    private static boolean isRow(String... values) {
        return REQUEST_ROWS.stream().anyMatch(row -> {
            for (int i = 0; i < values.length; i++) {
                if (!row.get(i).contains(values[i])) {
                    return false;
                }
            }
            return true;
        });
    }

    private static String requested(
            String event, String reason, String status, String category, String members, String more) {
        return message(event, reason, FOCUS, more, """
                ,{"fullUrl":"%s","resource":{"resourceType":"ServiceRequest",%s
                  "status":"%s","intent":"plan","category":[{"coding":[{"system":
                  "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest","code":"%s"}]}],
                  "subject":{"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"}}}%s""".formatted(
                        FOCUS, members, status, category, patientEntry("9000000009")));
    }

    private static String booked(String event, String reason, String status, String members, String more) {
        return message(event, reason, FOCUS, more, """
                ,{"fullUrl":"%s","resource":{"resourceType":"Appointment",%s"status":"%s",
                  "participant":[{"actor":{"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"},"status":"accepted"}]}}%s""".formatted(FOCUS, members, status, patientEntry("9000000009")));
    }

    private static String answering(String id) {
        return ",\"response\":{\"identifier\":\"" + id + "\",\"code\":\"ok\"}";
    }

    private static String id(String messageText) {
        return ServedBase.tree(messageText).path("id").asText();
    }

    private static String named(String id) {
        return "\"id\":\"" + id + "\",";
    }

    @Test
    default void onlyRowsOfTheTableAreTakenForRequests() {
        String service = urgentCare();
        String first = requested("servicerequest-request", "new", "active", "validation", "", "");
        focusId(process(service, first));
        for (String event : List.of("servicerequest-request", "servicerequest-response")) {
            for (String reason : REASONS) {
                for (String status : STATUSES) {
                    for (String category : List.of("referral", "validation", "other")) {
                        String made = focusId(process(
                                service, requested("servicerequest-request", "new", "active", "validation", "", "")));
                        Response response = process(
                                service, requested(event, reason, status, category, named(made), answering(id(first))));
                        String row = "%s %s %s %s".formatted(event, reason, status, category);
                        if (isRow(event, reason, status, category)) {
                            assertThat(response.statusCode())
                                    .as(row + response.asString())
                                    .isEqualTo(200);
                        } else {
                            assertError(response, 400, "REC_BAD_REQUEST", "invariant");
                        }
                    }
                }
            }
        }
    }

    @Test
    default void onlyRowsOfTheTableAreTakenForBookings() {
        String service = urgentCare();
        String slot = slot(service);
        String first = bookingMessage("new", "booked", "", slot, patient());
        String made = focusId(process(service, first));
        List<String> refused = new ArrayList<>();
        for (String reason : REASONS) {
            for (String status : List.of("booked", "cancelled", "proposed", "noshow", "waitlist")) {
                boolean row = status.equals("booked")
                        ? !reason.equals("delete")
                        : status.equals("cancelled") && !reason.equals("new");
                if (!row) {
                    refused.add("booking-request " + reason + " " + status);
                }
            }
        }
        refused.add("booking-response delete noshow");
        refused.add("booking-unheard-of new booked");
        for (String row : refused) {
            String[] parts = row.split(" ");
            assertError(
                    process(service, booked(parts[0], parts[1], parts[2], named(made), answering(id(first)))),
                    400,
                    "REC_BAD_REQUEST",
                    "invariant");
        }
        for (String reason : List.of("new", "update")) {
            assertThat(process(service, booked("booking-response", reason, "noshow", "", answering(id(first))))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertError(
                process(service, booked("booking-response", "new", "noshow", "", "")),
                400,
                "REC_BAD_REQUEST",
                "invariant");
        assertError(
                process(
                        service,
                        booked(
                                "booking-response",
                                "new",
                                "noshow",
                                "",
                                answering(UUID.randomUUID().toString()))),
                404,
                "REC_NOT_FOUND",
                "not-found");
        assertThat(ServedBase.body(bars(service).get("/Appointment/" + made))
                        .path("status")
                        .asText())
                .isEqualTo("booked");
    }

    @Test
    default void whatIsUpdatedOrCancelledMustBeKnown() {
        String service = urgentCare();
        String unknown = named(UUID.randomUUID().toString());
        for (String message : List.of(
                requested("servicerequest-request", "update", "active", "validation", unknown, ""),
                requested("servicerequest-request", "update", "revoked", "referral", unknown, ""),
                requested("servicerequest-request", "delete", "entered-in-error", "validation", unknown, ""),
                booked("booking-request", "update", "booked", unknown, ""),
                booked("booking-request", "delete", "cancelled", unknown, ""))) {
            assertError(process(service, message), 404, "REC_NOT_FOUND", "not-found");
        }
        assertError(
                process(service, requested("servicerequest-request", "update", "revoked", "referral", "", "")),
                400,
                "REC_BAD_REQUEST",
                "required");
    }

    @Test
    default void whatIsNewGetsAnIdOfTheReceiver() {
        String service = urgentCare();
        String patient = patient();
        String sent = "\"id\":\"not-a-uuid\",";
        String first = focusId(process(service, referral("new", "active", sent, "referral", patient, "")));
        String second = focusId(process(service, referral("new", "active", named(first), "referral", patient, "")));
        assertThat(first).matches("[0-9a-f-]{36}");
        assertThat(second).isNotEqualTo(first);
        JsonNode reply = ServedBase.body(process(service, referral("new", "active", "", "referral", patient, "")));
        assertThat(reply.findValuesAsText("fullUrl")).contains(FOCUS);
        reply.path("entry")
                .forEach(entry -> assertThat(entry.at("/resource/id").asText()).isNotEmpty());
    }

    private static String dated(String time, String members) {
        return members + "\"meta\":{\"lastUpdated\":\"" + time + "\"},";
    }

    @Test
    default void aNewerCopyReplacesAndAnOlderOneDoesNot() {
        String service = urgentCare();
        String made = focusId(process(
                service,
                requested(
                        "servicerequest-request",
                        "new",
                        "active",
                        "validation",
                        dated("2026-01-01T10:00:00Z", ""),
                        "")));
        for (String time : List.of("2026-01-01T10:00:00Z", "2025-12-31T10:00:00Z", "2026-01-01T10:30:00+01:00")) {
            String older = requested(
                    "servicerequest-request", "update", "on-hold", "validation", dated(time, named(made)), "");
            assertThat(process(service, older).statusCode()).isEqualTo(200);
            assertThat(status(service, made)).as(time).isEqualTo("active");
        }
        String newer = requested(
                "servicerequest-request",
                "update",
                "on-hold",
                "validation",
                dated("2026-01-01T10:00:01Z", named(made)),
                "");
        assertThat(process(service, newer).statusCode()).isEqualTo(200);
        assertThat(status(service, made)).isEqualTo("on-hold");
    }

    @Test
    default void anUpdateMeetsWhatTheReceiverChanged() {
        String service = urgentCare();
        String made =
                focusId(process(service, requested("servicerequest-request", "new", "active", "validation", "", "")));
        put(get("ServiceRequest/" + made)
                .toString()
                .replace("\"intent\":\"plan\"", "\"intent\":\"plan\",\"priority\":\"urgent\""));
        String update = requested("servicerequest-request", "update", "on-hold", "validation", named(made), "");
        assertError(process(service, update), 409, "REC_CONFLICT", "conflict");
        assertThat(status(service, made)).isEqualTo("active");
        ObjectNode bare = (ObjectNode) get("ServiceRequest/" + made);
        bare.remove("extension");
        put(bare.toString());
        assertThat(get("ServiceRequest/" + made).has("extension")).isFalse();
        assertError(process(service, update), 409, "REC_CONFLICT", "conflict");
    }

    private String status(String service, String id) {
        return ServedBase.body(bars(service).get("/ServiceRequest/" + id))
                .path("status")
                .asText();
    }

    @Test
    default void aFailedMessageMayBeSentAgain() {
        String service = urgentCare();
        String request = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        String slot = UUID.randomUUID().toString();
        String message = bookingMessage("new", "booked", "", slot, patient());
        for (int expected : new int[] {404, 200, 409}) {
            if (expected == 200) {
                put("""
                        {"resourceType":"Slot","id":"%s","status":"free","schedule":{"reference":"Schedule/diary-%s"},
                         "start":"2030-01-01T10:00:00Z","end":"2030-01-01T10:10:00Z"}""".formatted(slot, service));
            }
            Response response = fhir().baseUri(barsBase())
                    .header("X-Request-Id", request)
                    .header("X-Correlation-Id", correlation)
                    .header("NHSD-Target-Identifier", ServedBars.target(service))
                    .contentType(JSON)
                    .body(message)
                    .post("/$process-message");
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(expected);
            assertThat(response.header("X-Request-Id")).isEqualTo(request);
            assertThat(response.header("X-Correlation-Id")).isEqualTo(correlation);
        }
    }
}
