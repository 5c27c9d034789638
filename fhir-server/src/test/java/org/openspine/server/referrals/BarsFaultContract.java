package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedBars.assertError;
import static org.openspine.server.referrals.ServedBars.bookingMessage;
import static org.openspine.server.referrals.ServedBars.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.openspine.repository.ResourceKey;
import org.openspine.server.http.ServedBase;

/** The same faults at every operation that takes a body (9.1, 9.2, 12): media types, bodies that are none, headers. */
interface BarsFaultContract extends ServedBars {
    /** @param type of the resource that is expected */
    record WithBody(String method, String path, String type) {}

    private List<WithBody> operations() {
        String id = UUID.randomUUID().toString();
        List<WithBody> all = new ArrayList<>();
        all.add(new WithBody("POST", "/$process-message", "Bundle"));
        for (String type : List.of("Appointment", "ServiceRequest")) {
            all.add(new WithBody("POST", "/" + type, type));
            all.add(new WithBody("PUT", "/" + type + "/" + id, type));
            all.add(new WithBody("PATCH", "/" + type + "/" + id, type));
        }
        for (String type : List.of("DocumentReference", "HealthcareService", "Endpoint")) {
            all.add(new WithBody("POST", "/" + type, type));
            all.add(new WithBody("PUT", "/" + type + "/" + id, type));
        }
        all.add(new WithBody("POST", "/Endpoint/$template", "Endpoint"));
        all.add(new WithBody("PUT", "/Endpoint/" + id + "/$template", "Endpoint"));
        return all;
    }

    private RequestSpecification versioned(String service) {
        return bars(service).header("Accept", "application/fhir+json; version=1.4.0");
    }

    @Test
    default void bodiesOfOtherTypesAreRefusedAtEveryOperation() {
        String service = urgentCare();
        for (WithBody operation : operations()) {
            for (String type : List.of("application/xml", "text/plain", "application/fhir+xml", "application/pdf")) {
                Response refused = versioned(service)
                        .contentType(type)
                        .body("{\"resourceType\": \"%s\"}"
                                .formatted(operation.type())
                                .getBytes(StandardCharsets.UTF_8))
                        .request(operation.method(), operation.path());
                assertThat(refused.statusCode()).as(operation + type).isEqualTo(415);
                assertError(refused, 415, "REC_BAD_REQUEST", "not-supported");
                assertThat(refused.header("X-Request-Id")).isNotEmpty();
            }
        }
    }

    @Test
    default void whatIsNoResourceIsRefusedAtEveryOperation() {
        String service = urgentCare();
        for (WithBody operation : operations()) {
            List<String> bodies = List.of(
                    "{",
                    "",
                    "[]",
                    "null",
                    "\"text\"",
                    "{}",
                    "{\"resourceType\": \"Patient\"}",
                    "{\"resourceType\": 7}",
                    "[".repeat(5_000),
                    "{\"resourceType\": \"%s\", \"id\": \"1\", \"id\": \"2\"}".formatted(operation.type()));
            for (String body : bodies) {
                Response refused =
                        versioned(service).contentType(JSON).body(body).request(operation.method(), operation.path());
                assertError(refused, 400, "REC_BAD_REQUEST", "structure");
            }
        }
    }

    @Test
    default void valuesOfWrongShapeAreRefusedAndNothingIsStored() {
        String service = urgentCare();
        String slot = slot(service);
        String patient = patient();
        String good = bookingMessage("new", "booked", "", slot, patient);
        for (String[] change : new String[][] {
            {"\"entry\":[", "\"entry\":7,\"x\":["},
            {"\"entry\":[", "\"entry\":[7,"},
            {"\"entry\":[", "\"entry\":[null,"},
            {"\"focus\":[{\"reference\":\"", "\"focus\":[{\"reference\":\"x"},
            {"\"focus\":[", "\"focus\":{\"a\":1},\"y\":["},
            {"\"eventCoding\":{", "\"eventCoding\":[{}],\"z\":{"},
            {"\"reason\":{", "\"reason\":[],\"z\":{"},
            {"\"status\":\"booked\"", "\"status\":[\"booked\"]"},
            {"\"start\":\"2030-01-01T10:00:00Z\"", "\"start\":\"tomorrow\""},
            {"\"participant\":[", "\"participant\":{},\"p\":["},
            {"\"slot\":[{\"reference\":\"urn:uuid:4", "\"slot\":[{\"reference\":\"urn:uuid:5"},
            {"\"id\":\"" + slot + "\"", "\"id\":\"../" + slot + "\""},
        }) {
            assertThat(good).contains(change[0]);
            Response refused = process(service, good.replace(change[0], change[1]));
            assertThat(refused.statusCode()).as(change[1] + refused.asString()).isIn(200, 400, 404, 422);
            if (refused.statusCode() == 200) { // the one slot of the message was found in spite of it
                String id = ServedBars.focusId(refused);
                assertThat(bars(service).delete("/Appointment/" + id).statusCode())
                        .isEqualTo(200);
            }
            assertThat(get("Slot/" + slot).path("status").asText())
                    .as(change[1])
                    .isEqualTo("free");
        }
        assertThat(matches("Appointment?slot=Slot/" + slot + "&status=booked")).isEmpty();
    }

    @Test
    default void whoAsksWithWhatMustDecode() {
        String service = urgentCare();
        for (String header :
                List.of("NHSD-End-User-Organisation", "NHSD-Requesting-Software", "NHSD-Requesting-Practitioner")) {
            for (String value : List.of("%%%", encoded("text"), encoded("[]"), encoded("{"))) {
                assertError(
                        bars(service).header(header, value).get("/MessageDefinition?context=1"),
                        400,
                        "SEND_BAD_REQUEST",
                        "structure");
            }
            assertThat(bars(service)
                            .header(header.toUpperCase(java.util.Locale.ROOT), encoded("{\"resourceType\":\"Device\"}"))
                            .header("use-context", "nonsense|||")
                            .get("/MessageDefinition?context=1")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    default void onlyVersionsOfTheStandardAreAnswered() {
        String service = urgentCare();
        for (String accept : List.of("text/html", "application/fhir+json; version=2.0.0", "application/pdf")) {
            assertError(
                    bars(service).header("Accept", accept).get("/MessageDefinition?context=1"),
                    406,
                    "SEND_NOT_ACCEPTABLE",
                    "processing");
        }
        for (String accept : List.of("application/fhir+json; version=1.0.0", "application/fhir+json", "*/*")) {
            assertThat(bars(service)
                            .header("Accept", accept)
                            .get("/MessageDefinition?context=1")
                            .statusCode())
                    .as(accept)
                    .isEqualTo(200);
        }
    }

    @Test
    default void aTargetIsNeededWhereItIsPublished() {
        for (String path : List.of("/MessageDefinition?context=1", "/Slot", "/Appointment", "/ServiceRequest")) {
            assertError(withIds().get(path), 400, "PROXY_BAD_REQUEST", "required");
        }
        RequestSpecification twice =
                withIds().header("NHSD-Target-Identifier", ServedBars.target("1"), ServedBars.target("2"));
        assertError(twice.get("/Slot"), 404, "PROXY_NOT_FOUND", "multiple-matches");
        for (String path : List.of("/HealthcareService", "/Endpoint")) {
            assertThat(withIds().get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    default void whoWaitsTooLongForAnotherIsToldToTryAgain() throws InterruptedException {
        String service = urgentCare();
        String slot = slot(service);
        String message = bookingMessage("new", "booked", "", slot, patient());
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Thread other = new Thread(() -> server().repository().inTransaction(() -> {
            server().repository().lock(new ResourceKey("Slot", slot));
            held.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return slot;
        }));
        other.start();
        held.await();
        Response refused = process(service, message);
        answered.countDown();
        other.join();
        assertError(refused, 503, "REC_UNAVAILABLE", "transient");
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(process(service, message).statusCode()).isEqualTo(200);
    }

    @Test
    default void pathsNameUuids() {
        String service = urgentCare();
        for (String type : List.of("Appointment", "ServiceRequest")) {
            for (String method : List.of("GET", "DELETE", "PUT", "PATCH")) {
                for (String[] row : new String[][] {
                    {"1", "400", "value"}, {UUID.randomUUID().toString(), "404", "not-found"}
                }) {
                    RequestSpecification request = bars(service);
                    if (method.startsWith("P")) {
                        request = request.contentType(JSON)
                                .body("""
                                {"resourceType": "%s", "status": "%s"}""".formatted(type, type.equals("Appointment") ? "booked" : "active"));
                    }
                    Response refused = request.request(method, "/" + type + "/" + row[0]);
                    assertError(
                            refused,
                            Integer.parseInt(row[1]),
                            row[1].equals("400") ? "REC_BAD_REQUEST" : "REC_NOT_FOUND",
                            row[2]);
                }
            }
            for (String query : List.of(
                    "patient:identifier=123",
                    "patient:identifier=https://example.org%7C9000000009",
                    "patient:name=Smith&patient:birthdate=soon&patient:address-postalcode=LS1")) {
                assertError(bars(service).get("/" + type + "?" + query), 400, "REC_BAD_REQUEST", "value");
            }
            for (String query : List.of("", "?patient:name=Smith", "?patient:identifier=", "?colour=red")) {
                assertError(bars(service).get("/" + type + query), 400, "REC_BAD_REQUEST", "required");
            }
            JsonNode none = ServedBase.body(bars(service).get("/" + type + "?patient:identifier=" + patient()));
            assertThat(none.path("total").asInt()).isZero();
            assertThat(none.path("type").asText()).isEqualTo("searchset");
        }
    }
}
