package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.openspine.server.http.ServedBase;

/** A server whose Booking and Referral API tests can reach, and the services, slots and messages they need there. */
interface ServedBars extends ServedErs {
    String DOS = "https://fhir.nhs.uk/Id/dos-service-id";

    default String barsBase() {
        return server().address() + "/booking-and-referral/FHIR/R4";
    }

    static String target(String value) {
        return encoded("{\"system\":\"" + DOS + "\",\"value\":\"" + value + "\"}");
    }

    static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    default RequestSpecification bars(String dos) {
        return withIds().header("NHSD-Target-Identifier", target(dos));
    }

    default RequestSpecification withIds() {
        return fhir().baseUri(barsBase())
                .header("X-Request-Id", UUID.randomUUID().toString())
                .header("X-Correlation-Id", UUID.randomUUID().toString());
    }

    /** A service with a diary; its DOS id is its id. */
    default String urgentCare() {
        String id = Fresh.serviceId();
        put("""
                {"resourceType":"HealthcareService","id":"%s","active":true,"name":"UTC",
                 "identifier":[{"system":"%s","value":"%s"}]}""".formatted(
                id,
                DOS.replace("https", "http").toUpperCase(java.util.Locale.ROOT).replace("HTTP://", "http://"),
                id));
        put("""
                {"resourceType":"Schedule","id":"diary-%s","actor":[{"reference":"HealthcareService/%s"}]}""".formatted(id, id));
        return id;
    }

    default String slot(String service) {
        String id = UUID.randomUUID().toString();
        put("""
                {"resourceType":"Slot","id":"%s","status":"free","schedule":{"reference":"Schedule/diary-%s"},
                 "start":"2030-01-01T10:00:00Z","end":"2030-01-01T10:10:00Z"}""".formatted(id, service));
        return id;
    }

    static void assertError(Response response, int status, String code, String issue) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        JsonNode outcome = ServedBase.body(response);
        assertThat(outcome.at("/issue/0/details/coding/0/code").asText()).isEqualTo(code);
        assertThat(outcome.at("/issue/0/details/coding/0/system").asText())
                .isEqualTo("https://fhir.nhs.uk/Codesystem/http-error-codes");
        assertThat(outcome.at("/issue/0/code").asText()).isEqualTo(issue);
        assertThat(outcome.path("id").asText()).isNotEmpty();
    }

    static String message(String event, String reason, String focusUrl, String more, String entries) {
        return """
                {"resourceType":"Bundle","id":"%s","type":"message","timestamp":"2026-01-01T10:00:00Z",
                 "entry":[{"fullUrl":"urn:uuid:11111111-1111-4111-8111-111111111111","resource":{"resourceType":"MessageHeader",
                   "eventCoding":{"system":"https://fhir.nhs.uk/CodeSystem/message-events-bars","code":"%s"},
                   "reason":{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/message-reason-bars","code":"%s"}]},
                   "source":{"endpoint":"%s|1"},"focus":[{"reference":"%s"}]%s}}%s]}""".formatted(UUID.randomUUID(), event, reason, DOS, focusUrl, more, entries);
    }

    static String patientEntry(String nhsNumber) {
        return """
                ,{"fullUrl":"urn:uuid:33333333-3333-4333-8333-333333333333","resource":{"resourceType":"Patient",
                  "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}]}}""".formatted(nhsNumber);
    }

    static String bookingMessage(String reason, String status, String idMember, String slot, String nhsNumber) {
        return message("booking-request", reason, "urn:uuid:22222222-2222-4222-8222-222222222222", "", """
                ,{"fullUrl":"urn:uuid:22222222-2222-4222-8222-222222222222","resource":{"resourceType":"Appointment",%s
                  "status":"%s","slot":[{"reference":"urn:uuid:44444444-4444-4444-8444-444444444444"}],
                  "start":"2030-01-01T10:00:00Z","end":"2030-01-01T10:10:00Z",
                  "participant":[{"actor":{"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"},"status":"accepted"}]}}%s,
                {"fullUrl":"urn:uuid:44444444-4444-4444-8444-444444444444","resource":{"resourceType":"Slot","id":"%s","status":"busy",
                  "schedule":{"reference":"Schedule/x"},"start":"2030-01-01T10:00:00Z","end":"2030-01-01T10:10:00Z"}}""".formatted(
                        idMember, status, patientEntry(nhsNumber), slot));
    }

    static String referral(
            String reason, String status, String idMember, String category, String nhsNumber, String more) {
        return message(
                "servicerequest-request", reason, "urn:uuid:22222222-2222-4222-8222-222222222222", "", """
                ,{"fullUrl":"urn:uuid:22222222-2222-4222-8222-222222222222","resource":{"resourceType":"ServiceRequest",%s
                  "status":"%s","intent":"plan","category":[{"coding":[{"system":
                  "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest","code":"%s"}]}],
                  "subject":{"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"}}}%s%s""".formatted(
                                idMember, status, category, patientEntry(nhsNumber), more));
    }

    default Response process(String service, String message) {
        return bars(service).contentType(JSON).body(message).post("/$process-message");
    }

    static String focusId(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return ServedBase.body(response).at("/entry/1/resource/id").asText();
    }
}
