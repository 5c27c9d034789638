package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedBars.assertError;
import static org.openspine.server.referrals.ServedBars.bookingMessage;
import static org.openspine.server.referrals.ServedBars.encoded;
import static org.openspine.server.referrals.ServedBars.focusId;
import static org.openspine.server.referrals.ServedBars.message;
import static org.openspine.server.referrals.ServedBars.patientEntry;
import static org.openspine.server.referrals.ServedBars.referral;
import static org.openspine.server.referrals.ServedBars.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.server.http.Racing;
import org.openspine.server.http.ServedBase;

/** What Booking and Referral answers over HTTP. */
interface BarsContract
        extends BarsWorkflowContract,
                BarsDirectoryContract,
                BarsFaultContract,
                BarsSearchContract,
                BarsJourneyContract,
                BarsBookingContract {
    // ---- headers

    @ParameterizedTest
    @CsvSource({"X-Request-Id, required", "X-Correlation-Id, required"})
    default void theIdsOfAMessageAreRequired(String missing, String issue) {
        RequestSpecification request = fhir().baseUri(barsBase());
        for (String name : List.of("X-Request-Id", "X-Correlation-Id")) {
            if (!name.equals(missing)) {
                request.header(name, UUID.randomUUID().toString());
            }
        }
        assertError(request.get("/Slot"), 400, "SEND_BAD_REQUEST", issue);
        assertError(
                fhir().baseUri(barsBase())
                        .header("X-Request-Id", "x")
                        .header("X-Correlation-Id", "x")
                        .get("/Slot"),
                400,
                "SEND_BAD_REQUEST",
                "invalid");
    }

    @Test
    default void theTargetMustBeKnownAndWellFormed() {
        assertError(
                withIds().header("NHSD-Target-Identifier", "%%%").get("/Slot"), 400, "PROXY_BAD_REQUEST", "invalid");
        Response schema = withIds()
                .header("NHSD-Target-Identifier", encoded("{\"value\":\"1\"}"))
                .get("/Slot");
        assertError(schema, 400, "PROXY_BAD_REQUEST", "structure");
        assertThat(schema.asString()).contains("Invalid schema for NHSD-Target-Identifier header");
        for (String target : List.of(
                "{\"value\":\"\",\"system\":\"" + DOS + "\"}", "{\"value\":7,\"system\":\"x\"}", "[]", "null", "7")) {
            assertError(
                    withIds().header("NHSD-Target-Identifier", encoded(target)).get("/Slot"),
                    400,
                    "PROXY_BAD_REQUEST",
                    "structure");
        }
        assertError(bars("unknown").get("/Slot"), 404, "PROXY_NOT_FOUND", "not-found");
    }

    @Test
    default void metadataNeedsNoHeadersAndIdsAreMirrored() {
        assertThat(fhir().baseUri(barsBase()).get("/metadata").statusCode()).isEqualTo(200);
        Response response = bars(urgentCare()).get("/MessageDefinition?context=" + DOS + "%7C1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("X-Request-Id")).isNotEmpty();
        assertThat(response.header("X-Correlation-Id")).isNotEmpty();
        assertError(bars(urgentCare()).get("/MessageDefinition"), 400, "REC_BAD_REQUEST", "required");
    }

    @Test
    default void otherMethodsAreToldWhatIsAllowed() {
        Response response = withIds().delete("/metadata");
        assertError(response, 405, "REC_METHOD_NOT_ALLOWED", "not-supported");
        assertThat(response.header("Allow")).isEqualTo("GET");
        assertError(withIds().get("/$process-message"), 405, "REC_METHOD_NOT_ALLOWED", "not-supported");
    }

    @Test
    default void documentReferencesNeedAVersion() {
        assertError(withIds().get("/DocumentReference"), 406, "SEND_NOT_ACCEPTABLE", "processing");
        assertError(
                withIds()
                        .header("Accept", "application/fhir+json; version=1.4.0")
                        .get("/DocumentReference"),
                400,
                "REC_BAD_REQUEST",
                "required");
    }

    // ---- slots

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "start=ge2030-01-01T00:00:00Z&start=le2030-01-02T00:00:00Z; 400; REC_BAD_REQUEST; required",
                "status=gone&start=ge2030-01-01T00:00:00Z&start=le2030-01-02T00:00:00Z; 400; REC_BAD_REQUEST; value",
                "status=free&start=ge2030-01-01T00:00:00Z; 400; REC_BAD_REQUEST; required",
                "status=free&start=geyesterday&start=le2030-01-02T00:00:00Z; 400; REC_BAD_REQUEST; value",
                "status=free&start=ge2030-01-01T00:00:00&start=le2030-01-02T00:00:00Z; 400; REC_BAD_REQUEST; value",
                "status=free&start=ge2030-01-01&start=le2030-01-02; 400; REC_BAD_REQUEST; value",
                "status=free&start=ge2030-01-01T00:00:00Z&start=ge2030-01-02T00:00:00Z; 400; REC_BAD_REQUEST; required",
                "status=free,&start=ge2030-01-01T00:00:00Z&start=le2030-01-02T00:00:00Z; 400; REC_BAD_REQUEST; value",
                "status=free&start=ge2030-01-01T00:00:00Z&start=le2032-01-02T00:00:00Z; 422; REC_UNPROCESSABLE_ENTITY; too-costly",
                "status=free&start=ge2030-01-01T00:00:00Z&start=le2030-01-02T00:00:00Z; 400; REC_BAD_REQUEST; required",
                "status=free&start=ge2030-01-01T00:00:00Z&start=le2030-01-02T00:00:00Z&_include=Slot:nothing; 400; REC_BAD_REQUEST; value",
                "status=free&start=ge2030-01-01T00:00:00Z&start=le2030-01-02T00:00:00Z&Schedule.actor:HealthcareService=none&_include=Slot:schedule&_include=Schedule:actor:HealthcareService; 404; REC_NOT_FOUND; not-found"
            })
    default void aSlotSearchSaysWhatIsWrong(String query, int status, String code, String issue) {
        assertError(bars(urgentCare()).get("/Slot?" + query), status, code, issue);
    }

    @Test
    default void freeSlotsComeWithTheirDiaryAndService() {
        String service = urgentCare();
        String slot = slot(service);
        JsonNode found = ServedBase.body(bars(service)
                .get("/Slot?status=free&start=ge2030-01-01T00:00:00Z&start=le2030-01-02T00:00:00Z"
                        + "&_include=Slot:schedule&_include=Schedule:actor:HealthcareService&_include=Other:thing"));
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/entry/0/resource/id").asText()).isEqualTo(slot);
        assertThat(found.findValuesAsText("resourceType")).contains("Schedule", "HealthcareService");
        assertThat(found.at("/link/0/url").asText()).doesNotContain("Other:thing");
    }

    // ---- bookings

    @Test
    default void aBookingTakesItsSlotAndACancellationFreesIt() {
        String service = urgentCare();
        String slot = slot(service);
        String patient = patient();
        Response booked = process(service, bookingMessage("new", "booked", "", slot, patient));
        String id = focusId(booked);
        assertThat(ServedBase.body(booked).at("/entry/0/resource/resourceType").asText())
                .isEqualTo("MessageHeader");
        assertThat(fhir().get("/Slot/" + slot).path("status").toString()).isEqualTo("busy");
        assertThat(bars(service).get("/Appointment/" + id).path("status").toString())
                .isEqualTo("booked");
        Response found =
                bars(service).get("/Appointment?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + patient);
        assertThat(ServedBase.body(found).path("total").asInt()).isEqualTo(1);
        assertError(
                process(service, bookingMessage("new", "booked", "", slot, patient())),
                409,
                "REC_CONFLICT",
                "conflict");
        String cancel = bookingMessage("delete", "cancelled", "\"id\":\"" + id + "\",", slot, patient);
        assertThat(process(service, cancel).statusCode()).isEqualTo(200);
        assertThat(fhir().get("/Slot/" + slot).path("status").toString()).isEqualTo("free");
        assertError(process(service, cancel.replace("\"id\":\"" + "x", "")), 409, "REC_CONFLICT", "conflict");
    }

    @Test
    default void anUnknownSlotIsNotFoundAndNothingIsStored() {
        String service = urgentCare();
        String patient = patient();
        assertError(
                process(
                        service,
                        bookingMessage("new", "booked", "", UUID.randomUUID().toString(), patient)),
                404,
                "REC_NOT_FOUND",
                "not-found");
        assertThat(ServedBase.body(bars(service).get("/Appointment?patient:identifier=" + patient))
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    default void ofThirtyTwoBookingsOfOneSlotOneIsMade() {
        String service = urgentCare();
        String slot = slot(service);
        String patient = patient();
        List<Integer> statuses =
                Racing.statuses(32, racer -> process(service, bookingMessage("new", "booked", "", slot, patient)));
        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    }

    @Test
    default void aMessageIsProcessedOnce() {
        String service = urgentCare();
        String request = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        String message = referral("new", "active", "", "referral", patient(), "");
        for (int status : new int[] {200, 409}) {
            Response response = fhir().baseUri(barsBase())
                    .header("X-Request-Id", request)
                    .header("X-Correlation-Id", correlation)
                    .header("NHSD-Target-Identifier", target(service))
                    .contentType(JSON)
                    .body(message)
                    .post("/$process-message");
            assertThat(response.statusCode()).isEqualTo(status);
            if (status == 409) {
                assertError(response, 409, "REC_CONFLICT", "duplicate");
            }
        }
    }

    // ---- referrals

    @Test
    default void aReferralIsMadeReadCancelledAndThenClosed() {
        String service = urgentCare();
        String patient = patient();
        String id = focusId(process(service, referral("new", "active", "", "referral", patient, "")));
        JsonNode read = ServedBase.body(bars(service).get("/ServiceRequest/" + id));
        assertThat(read.at("/subject/reference").asText()).isEqualTo("Patient/" + patient);
        assertThat(ServedBase.body(bars(service).get("/ServiceRequest?patient:identifier=" + patient))
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        String named = "\"id\":\"" + id + "\",";
        assertThat(process(service, referral("update", "revoked", named, "referral", patient, ""))
                        .statusCode())
                .isEqualTo(200);
        assertError(
                process(service, referral("update", "revoked", named, "referral", patient, "")),
                409,
                "REC_CONFLICT",
                "conflict");
    }

    @ParameterizedTest
    @CsvSource({
        "update, active, referral",
        "new, revoked, referral",
        "new, on-hold, validation",
        "delete, active, validation",
        "new, active, other"
    })
    default void whatNoWorkflowAllowsIsRefused(String reason, String status, String category) {
        assertError(
                process(urgentCare(), referral(reason, status, "", category, patient(), "")),
                400,
                "REC_BAD_REQUEST",
                "invariant");
    }

    @Test
    default void theJourneyMustHaveComeFarEnough() {
        String plan = """
                ,{"fullUrl":"urn:uuid:55555555-5555-4555-8555-555555555555","resource":{"resourceType":"CarePlan","status":"active",
                  "intent":"plan","subject":{"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"}}}""";
        assertError(
                process(urgentCare(), referral("new", "active", "", "referral", patient(), plan)),
                400,
                "REC_BAD_REQUEST",
                "invariant");
        assertThat(process(urgentCare(), referral("new", "active", "", "validation", patient(), plan))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    default void aResponseNeedsTheMessageItAnswers() {
        String service = urgentCare();
        String first = referral("new", "active", "", "referral", patient(), "");
        String id = ServedBase.tree(first).path("id").asText();
        focusId(process(service, first));
        for (String answered : List.of("", id, UUID.randomUUID().toString())) {
            String more =
                    answered.isEmpty() ? "" : ",\"response\":{\"identifier\":\"" + answered + "\",\"code\":\"ok\"}";
            String response = message(
                    "servicerequest-response",
                    "new",
                    "urn:uuid:22222222-2222-4222-8222-222222222222",
                    more,
                    """
                    ,{"fullUrl":"urn:uuid:22222222-2222-4222-8222-222222222222","resource":{"resourceType":"ServiceRequest",
                      "status":"revoked","intent":"plan","category":[{"coding":[{"system":
                      "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest","code":"referral"}]}],
                      "subject":{"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"}}}%s""".formatted(patientEntry(patient())));
            int expected = answered.isEmpty() ? 400 : answered.equals(id) ? 200 : 404;
            assertThat(process(service, response).statusCode()).as(answered).isEqualTo(expected);
        }
    }

    @Test
    default void otherMajorVersionsAndOtherBundlesAreRefused() {
        String service = urgentCare();
        String good = referral("new", "active", "", "referral", patient(), "");
        assertError(
                process(
                        service,
                        good.replace(
                                "\"type\":\"message\"", "\"meta\":{\"versionId\":\"2.0.0\"},\"type\":\"message\"")),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "not-supported");
        assertError(
                process(service, good.replace("\"type\":\"message\"", "\"type\":\"batch\"")),
                400,
                "REC_BAD_REQUEST",
                "invalid");
        assertError(process(service, "{"), 400, "REC_BAD_REQUEST", "structure");
        assertError(process(service, good.replace("MessageHeader", "Basic")), 400, "REC_BAD_REQUEST", "invariant");
    }

    @Test
    default void resourcesAreMadeReplacedMergedAndTakenBack() {
        String service = urgentCare();
        String slot = slot(service);
        String body = """
                {"resourceType":"Appointment","status":"booked","slot":[{"reference":"Slot/%s"}],
                 "participant":[{"actor":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},"status":"accepted"}]}""".formatted(slot, patient());
        Response made = bars(service).contentType(JSON).body(body).post("/Appointment");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(200);
        String id = made.path("id");
        Response merged = bars(service)
                .contentType(JSON)
                .body("{\"resourceType\":\"Appointment\",\"description\":\"Bring your medicines\"}")
                .patch("/Appointment/" + id);
        assertThat(merged.path("description").toString()).isEqualTo("Bring your medicines");
        assertThat(merged.path("status").toString()).isEqualTo("booked");
        Response removed = bars(service).delete("/Appointment/" + id);
        assertThat(removed.path("issue[0].severity").toString()).isEqualTo("information");
        assertThat(fhir().get("/Slot/" + slot).path("status").toString()).isEqualTo("free");
        assertError(bars(service).get("/Appointment/" + UUID.randomUUID()), 404, "REC_NOT_FOUND", "not-found");
        assertError(bars(service).get("/Appointment/not-a-uuid"), 400, "REC_BAD_REQUEST", "value");
        assertError(bars(service).get("/Appointment"), 400, "REC_BAD_REQUEST", "required");
    }
}
