package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServedBase;
import org.openspine.terminology.identifier.NhsNumber;

/** A server whose e-Referral Service tests can reach, and the people, services and slots they need there. */
interface ServedErs extends ServedBase {
    String GP = "A81001";
    String TRUST = "RX1";

    /** Names that no other test uses. */
    final class Fresh {
        private static final AtomicInteger STEM = new AtomicInteger(955_000_000);
        private static final AtomicInteger ID = new AtomicInteger(31_000);

        private Fresh() {}

        static String nhsNumber() {
            while (true) {
                var number = NhsNumber.ofStem(STEM.getAndIncrement());
                if (number.isPresent()) {
                    return number.get().value();
                }
            }
        }

        static String serviceId() {
            return Integer.toString(ID.getAndIncrement());
        }
    }

    OpenSpine server();

    @Override
    default String base() {
        return server().address() + "/FHIR/R4";
    }

    default String ersBase() {
        return server().address() + "/referrals/FHIR/R4";
    }

    /** A request without headers of its own. */
    default RequestSpecification ers() {
        return fhir().baseUri(ersBase());
    }

    default RequestSpecification as(String function, String organisation) {
        return ers().header("NHSD-eRS-Business-Function", function)
                .header("NHSD-End-User-Organisation-ODS", organisation);
    }

    default RequestSpecification referrer() {
        return as("REFERRING_CLINICIAN", GP);
    }

    default RequestSpecification provider() {
        return as("SERVICE_PROVIDER_CLINICIAN", TRUST);
    }

    default RequestSpecification sending(RequestSpecification request, String json) {
        return request.contentType(JSON).body(json);
    }

    default void put(String json) {
        JsonNode tree = ServedBase.tree(json);
        int status = sending(json)
                .put("/" + tree.path("resourceType").asText() + "/"
                        + tree.path("id").asText())
                .statusCode();
        assertThat(status).isBetween(200, 201);
    }

    /** Somebody registered with the practice of the tests. */
    default String patient() {
        String number = Fresh.nhsNumber();
        put("""
                {"resourceType": "Patient", "id": "%s", "gender": "female", "birthDate": "1980-02-03",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}],
                 "generalPractitioner": [{"type": "Organization", "identifier":
                   {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}]}""".formatted(number, number, GP));
        return number;
    }

    /** A service of the trust of the tests, in cardiology; {@code characteristics} by code. */
    default String service(String... characteristics) {
        String id = Fresh.serviceId();
        StringBuilder codes = new StringBuilder();
        for (String code : characteristics) {
            String system = code.endsWith("DIRECTLY_BOOKABLE") ? "eRS-BookableType" : "eRS-RequestFlowType";
            codes.append(codes.isEmpty() ? "" : ", ")
                    .append("{\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/%s\", \"code\": \"%s\"}]}"
                            .formatted(system, code));
        }
        put("""
                {"resourceType": "HealthcareService", "id": "%s", "active": true, "name": "Clinic %s",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/ers-service", "value": "%s"}],
                 "providedBy": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}},
                 "location": [{"identifier": {"system": "https://fhir.nhs.uk/Id/ods-site-code", "value": "RX101"}}],
                 "specialty": [{"coding": [{"system": "https://openspine.org/fhir/CodeSystem/SPECIALTY", "code": "CARDIOLOGY"}]}],
                 "characteristic": [%s]}""".formatted(id, id, id, TRUST, codes));
        return id;
    }

    default String bookable() {
        return service("BOOKABLE", "DIRECTLY_BOOKABLE");
    }

    default String triage() {
        return service("REVIEW");
    }

    /** A free slot of a service, some hours from now. */
    default String slot(String service, int hours) {
        put("""
                {"resourceType": "Schedule", "id": "diary-%s", "actor": [{"reference": "HealthcareService/%s"}]}""".formatted(service, service));
        String id = "slot-" + UUID.randomUUID();
        put("""
                {"resourceType": "Slot", "id": "%s", "schedule": {"reference": "Schedule/diary-%s"}, "status": "free",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/alternative-slot", "value": "USRN-%s"}],
                 "appointmentType": {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/eRS-Priority", "code": "ROUTINE"}]},
                 "start": "%s", "end": "%s"}""".formatted(id, service, id, at(hours), at(hours + 1)));
        return id;
    }

    default String at(int hours) {
        return Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(hours, ChronoUnit.HOURS)
                .toString();
    }

    static String shortlist(String priority, String... services) {
        StringBuilder entries = new StringBuilder();
        for (String service : services) {
            entries.append(entries.isEmpty() ? "" : ", ").append("""
                    {"item": {"identifier": {"system": "http://fhir.nhs.net/Id/ers-service", "value": "%s"}}}""".formatted(service));
        }
        return """
                {"name": "shortlist", "resource": {"resourceType": "List", "status": "current", "mode": "snapshot",
                  "contained": [{"resourceType": "Parameters", "id": "ServiceSearchCriteria-1", "parameter": [
                    {"name": "priority", "valueCoding": {"system": "https://fhir.nhs.uk/STU3/CodeSystem/eRS-Priority-1", "code": "%s"}},
                    {"name": "specialty", "valueCoding": {"system": "https://example.org/STU3/CodeSystem/SPECIALTY", "code": "CARDIOLOGY"}},
                    {"name": "ageAndGenderAppropriate", "valueBoolean": true}]}],
                  "extension": [{"url": "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-eRS-Shortlist-SearchCriteria-1",
                    "valueReference": {"reference": "#ServiceSearchCriteria-1"}}],
                  "entry": [%s]}}""".formatted(priority, entries);
    }

    static String letters(String intention, int days) {
        return """
                {"name": "intentionToAddReferralLetter", "valueCoding":
                  {"system": "https://fhir.nhs.uk/CodeSystem/eRS-ReferralLetterIntention", "code": "%s"}},
                {"name": "firstReminderLetterFollowUpDays", "valueUnsignedInt": %d}""".formatted(intention, days);
    }

    static String parameters(String... parameters) {
        return "{\"resourceType\": \"Parameters\", \"parameter\": [%s]}".formatted(String.join(", ", parameters));
    }

    static String creation(String patient, String... services) {
        return parameters("""
                {"name": "patient", "valueIdentifier": {"system": "http://fhir.nhs.net/Id/nhs-number", "value": "%s"}}""".formatted(patient), shortlist("ROUTINE", services), letters("NOT_INTENDING_TO_ADD", 0));
    }

    /** Creates a referral and returns it. */
    default JsonNode refer(String patient, String... services) {
        Response response =
                sending(referrer(), creation(patient, services)).post("/ServiceRequest/$ers.createReferral");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return ServedBase.body(response);
    }

    /** The body of a booking of the current version of a referral. */
    default String booking(JsonNode referral, String service, String slot) {
        JsonNode stored = get("Slot/" + slot);
        return """
                {"resourceType": "Appointment", "id": "appointment", "status": "booked", "description": "e-Referral Appointment",
                 "start": "%s", "end": "%s", "slot": [{"reference": "Slot/%s"}],
                 "basedOn": [{"reference": "ServiceRequest/%s/_history/%s"}],
                 "participant": [
                  {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/ers-service", "value": "%s"}}, "status": "accepted"},
                  {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}, "status": "accepted"}]}""".formatted(
                        stored.path("start").asText(),
                        stored.path("end").asText(),
                        slot,
                        id(referral),
                        version(referral),
                        service,
                        referral.at("/subject/identifier/value").asText());
    }

    static String proposal(JsonNode referral, String service, String reason, String comment) {
        return """
                {"resourceType": "Appointment", "status": "proposed", "comment": "%s",
                 "reasonCode": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/eRS-ReviewReason", "code": "%s"}]}],
                 "basedOn": [{"reference": "ServiceRequest/%s/_history/%s"}],
                 "participant": [
                  {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/ers-service", "value": "%s"}}, "status": "accepted"},
                  {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}, "status": "accepted"}]}""".formatted(
                        comment,
                        reason,
                        id(referral),
                        version(referral),
                        service,
                        referral.at("/subject/identifier/value").asText());
    }

    default Response book(JsonNode referral, String service, String slot) {
        return sending(referrer(), booking(referral, service, slot)).post("/Appointment");
    }

    /** A referral with an appointment in a slot of its own. */
    default JsonNode booked(String service) {
        JsonNode referral = refer(patient(), service);
        created(book(referral, service, slot(service, 48)));
        return reread(referral);
    }

    default JsonNode reread(JsonNode referral) {
        return ok(provider().get("/ServiceRequest/" + id(referral)));
    }

    /** Calls an operation with the current version. */
    default Response operation(RequestSpecification who, JsonNode referral, String name, String... parameters) {
        return sending(who.header("If-Match", tag(referral)), parameters(parameters))
                .post("/ServiceRequest/%s/$ers.%s".formatted(id(referral), name));
    }

    static String id(JsonNode resource) {
        return resource.path("id").asText();
    }

    static String version(JsonNode resource) {
        return resource.at("/meta/versionId").asText();
    }

    static String tag(JsonNode resource) {
        return "W/\"" + version(resource) + "\"";
    }

    /** The referral state in a view of a referral. */
    static String state(JsonNode referral) {
        return ErsTree.coding(ErsTree.extension(referral, "ReferralState"), "state");
    }

    static JsonNode ok(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return ServedBase.body(response);
    }

    static JsonNode created(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return ServedBase.body(response);
    }

    /** Asserts the whole of an error answer; the diagnostics are free. */
    static void assertError(Response response, int status, String issueCode, String system, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo("application/fhir+json");
        JsonNode outcome = ServedBase.body(response);
        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(outcome.at("/meta/lastUpdated").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(outcome.path("issue")).hasSize(1);
        JsonNode issue = outcome.at("/issue/0");
        assertThat(issue.path("severity").asText()).isEqualTo("error");
        assertThat(issue.at("/details/coding/0/code").asText())
                .as(response.asString())
                .isEqualTo(code);
        assertThat(issue.at("/details/coding/0/system").asText()).isEqualTo(system);
        assertThat(issue.path("code").asText()).isEqualTo(issueCode);
    }

    static void assertRequestError(Response response, int status, String issueCode, String code) {
        assertError(response, status, issueCode, "https://fhir.nhs.uk/CodeSystem/http-error-codes", code);
    }

    /** A broken business rule, whatever its issue code. */
    static void assertRule(Response response, int status, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        JsonNode issue = ServedBase.body(response).at("/issue/0");
        assertThat(issue.at("/details/coding/0/code").asText())
                .as(response.asString())
                .isEqualTo(code);
        assertThat(issue.at("/details/coding/0/system").asText())
                .isEqualTo("https://fhir.nhs.uk/CodeSystem/ers-error-codes");
    }
}
