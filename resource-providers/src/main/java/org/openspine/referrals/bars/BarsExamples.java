package org.openspine.referrals.bars;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;

/** What the front page shows of this API: its headers, and requests that work with the sample people. */
final class BarsExamples {
    private static final String IDS = "X-Request-Id: 3f1a4c1e-6a0f-4f0e-9a53-0a5f1d1e2b01";
    private static final String CASE = "X-Correlation-Id: 7b6d0a52-58c5-4f0d-8b0d-6b9c8f1a2c02";
    private static final String TARGET = "NHSD-Target-Identifier: "
            + Base64.getEncoder()
                    .encodeToString("{\"system\":\"https://fhir.nhs.uk/Id/dos-service-id\",\"value\":\"2000099102\"}"
                            .getBytes(StandardCharsets.UTF_8));

    static final List<Header> HEADERS = List.of(
            new Header("NHSD-Target-Identifier", true, "The service that is meant: an Identifier as Base64 JSON"),
            new Header("X-Request-Id", true, "A UUID for each message; one that was processed is not processed again"),
            new Header("X-Correlation-Id", true, "A UUID for the case, the same for all its messages"),
            new Header("NHSD-End-User-Organisation", false, "Who asks: an Organization as Base64 JSON"),
            new Header("NHSD-Requesting-Software", false, "With what: a Device as Base64 JSON"),
            new Header("Accept", false, "application/fhir+json; version=1.4.0"));

    static final List<Example> REQUESTS = List.of(
            Example.get("What this API can do", "metadata"),
            Example.get(
                    "Messages that a service takes",
                    "MessageDefinition?context=https://fhir.nhs.uk/Id/dos-service-id%7C2000099102",
                    TARGET,
                    IDS,
                    CASE),
            Example.get(
                    "Free slots of a service",
                    "Slot?status=free&start=ge2026-01-01T00:00:00%2B00:00&start=le2026-12-31T00:00:00%2B00:00"
                            + "&_include=Slot:schedule&_include=Schedule:actor:HealthcareService",
                    TARGET,
                    IDS,
                    CASE),
            Example.get(
                    "Bookings of a patient",
                    "Appointment?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C9700000249",
                    TARGET,
                    IDS,
                    CASE),
            Example.get(
                    "Referrals of a patient",
                    "ServiceRequest?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C9700000249",
                    TARGET,
                    IDS,
                    CASE),
            Example.get(
                    "The whole story of the referral: request, booking and what they name",
                    "/FHIR/R4/ServiceRequest/ddace7ed-e3e0-5495-b0a4-9b0505c83937/$everything"));

    private BarsExamples() {}
}
