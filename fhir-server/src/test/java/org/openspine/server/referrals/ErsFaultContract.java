package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.letters;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.parameters;
import static org.openspine.server.referrals.ServedErs.shortlist;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/**
 * The same faults at every operation that changes a request (4.2, 4.3): no version, a stale one, wrong state, wrong kind, wrong
 * role, no relationship, unknown id, media types, bodies. Nothing is stored by any of them.
 */
interface ErsFaultContract extends ErsReviewContract, ErsAdviceContract {
    String UNKNOWN = "r.00000000-0000-4000-8000-000000000000";

    /** Sends the operation for a request, with the version of a tag, or with none. */
    @FunctionalInterface
    interface Call {
        Response send(RequestSpecification who, String id, Optional<String> tag, String more);
    }

    /**
     * @param right a request with which it would be possible
     * @param wrong one in a state in which it is not
     * @param ended one that is not active
     * @param otherKind an advice request for an operation on referrals, and the other way round
     * @param withoutVersion status and code of the answer to a request without version
     */
    record Operation(
            String number,
            boolean ofProvider,
            JsonNode right,
            Optional<JsonNode> wrong,
            Optional<JsonNode> ended,
            Optional<JsonNode> otherKind,
            String withoutVersion,
            Call call) {}

    /** By header: POST of Parameters to the operation of a request. */
    private Call posted(String name, String... parameters) {
        return (who, id, tag, more) -> {
            tag.ifPresent(value -> who.header("If-Match", value));
            return sending(who, parameters(String.join(", ", parameters) + more))
                    .post("/ServiceRequest/%s/$ers.%s".formatted(id, name));
        };
    }

    /** A reference with the version of a tag. */
    private static String versioned(String id, Optional<String> tag) {
        return "ServiceRequest/" + id
                + tag.map(value -> "/_history/" + value.replaceAll("[^0-9]", ""))
                        .orElse("");
    }

    private Call booking(String service, String slot) {
        return (who, id, tag, more) -> {
            JsonNode stored = get("Slot/" + slot);
            String patient = id.equals(UNKNOWN)
                    ? "9000000009"
                    : get("ServiceRequest/" + id)
                            .at("/subject/identifier/value")
                            .asText();
            String body = """
                    {"resourceType": "Appointment", "status": "booked", "description": "e-Referral Appointment",
                     "start": "%s", "end": "%s", "slot": [{"reference": "Slot/%s"}], "basedOn": [{"reference": "%s"}],
                     "participant": [
                      {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/ers-service", "value": "%s"}}, "status": "accepted"},
                      {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}, "status": "accepted"}]%s}""".formatted(
                            stored.path("start").asText(),
                            stored.path("end").asText(),
                            slot,
                            versioned(id, tag),
                            service,
                            patient,
                            more.isEmpty() ? "" : ", \"nonsense\": 1");
            return sending(who, body).post("/Appointment");
        };
    }

    private Call conversion() {
        return (who, id, tag, more) -> sending(
                        who,
                        parameters(
                                "{\"name\": \"createFrom\", \"valueReference\": {\"reference\": \"%s\"}}"
                                        .formatted(versioned(id, tag)),
                                "{\"name\": \"guidance\", \"valueString\": \"We will see the patient\"}",
                                "{\"name\": \"newReferralPriority\", \"valueCoding\": {\"code\": \"ROUTINE\"}}",
                                "{\"name\": \"reviewComments\", \"valueString\": \"Book into clinic\"}" + more))
                .post("/ServiceRequest/$ers.createFromCommunicationRequestActionLater");
    }

    /** Cancels the current appointment of a request, or one that there is not. */
    private Call cancellationOfBooking() {
        return (who, id, tag, more) -> {
            String number = id.equals(UNKNOWN) ? "1" : appointmentId(reread(get("ServiceRequest/" + id)));
            tag.ifPresent(value -> who.header("If-Match", value));
            return sending(who, """
                    {"resourceType": "Appointment", "id": "%s", "status": "cancelled",
                     "reasonCode": [{"coding": [{"system": "https://example.org/CodeSystem/APPOINTMENT-CANCELLATION-REASON",
                       "code": "PATIENT_HOLIDAY"}]}]%s}""".formatted(number, more.isEmpty() ? "" : ", \"nonsense\": 1"))
                    .put("/Appointment/" + number);
        };
    }

    private JsonNode cancelled(JsonNode referral) {
        ok(operation(referrer(), referral, "cancelReferral", ErsReviewContract.cancellation("RAISED_IN_ERROR")));
        return reread(referral);
    }

    private JsonNode asked(String service) {
        return ok(ask(patient(), service, "AUTHORISED_TO_CONVERT")).at("/parameter/0/resource");
    }

    private List<Operation> operations() {
        String service = bookable();
        JsonNode unbooked = refer(patient(), service);
        JsonNode booked = booked(service);
        JsonNode triaged = awaitingTriage();
        Optional<JsonNode> ended = Optional.of(cancelled(refer(patient(), service)));
        String adviser = service("ADVICE_AND_GUIDANCE");
        JsonNode advice = asked(adviser);
        JsonNode answered = asked(adviser);
        ok(operation(
                provider(),
                answered,
                "sendCommunicationToRequester",
                ErsAdviceContract.guidance("REQUIRE_FURTHER_INFORMATION")));
        JsonNode converted = asked(adviser);
        ServedErs.created(convert(converted, 1));
        JsonNode kept = ok(ask(patient(), adviser, "NOT_AUTHORISED_TO_CONVERT")).at("/parameter/0/resource");
        List<Operation> all = new ArrayList<>();
        Optional<JsonNode> kind = Optional.of(advice);
        String header = "412 REC_PRECONDITION_FAILED";
        String parameter = "400 REC_BAD_REQUEST";
        all.add(new Operation(
                "A012",
                false,
                unbooked,
                Optional.empty(),
                ended,
                kind,
                header,
                posted(
                        "maintainReferralLetter",
                        ErsFileContract.letter(UUID.randomUUID().toString()))));
        all.add(new Operation(
                "A013", true, booked, Optional.of(unbooked), ended, kind, header, posted("acceptReferral")));
        all.add(new Operation(
                "A014",
                true,
                booked,
                Optional.of(unbooked),
                ended,
                kind,
                header,
                posted("rejectReferral", ErsReviewContract.rejection("OTHER", ""))));
        all.add(new Operation(
                "A016",
                false,
                unbooked,
                Optional.of(booked),
                ended,
                kind,
                "422 MISSING_VALUE",
                booking(service, slot(service, 60))));
        all.add(new Operation(
                "A022",
                true,
                booked,
                Optional.of(unbooked),
                ended,
                kind,
                header,
                posted("cancelAppointmentActionLater", "{\"name\": \"comments\", \"valueString\": \"x\"}")));
        all.add(new Operation(
                "A026",
                true,
                advice,
                Optional.of(answered),
                Optional.of(converted),
                Optional.of(unbooked),
                parameter,
                posted("sendCommunicationToRequester", ErsAdviceContract.guidance("REQUIRE_FURTHER_INFORMATION"))));
        all.add(new Operation(
                "A027",
                true,
                advice,
                Optional.of(kept),
                Optional.of(converted),
                Optional.of(unbooked),
                "422 MISSING_VALUE",
                conversion()));
        all.add(new Operation(
                "A028",
                true,
                triaged,
                Optional.of(booked),
                ended,
                kind,
                header,
                posted("recordReviewOutcome", ErsReviewContract.outcome("ACCEPT_REFER_BOOK_LATER", "x"))));
        String letters = letters("NOT_INTENDING_TO_ADD", 0);
        all.add(new Operation(
                "A031",
                false,
                unbooked,
                Optional.of(booked),
                ended,
                kind,
                parameter,
                posted("changeShortlist", shortlist("ROUTINE", service), letters)));
        all.add(new Operation(
                "A032",
                false,
                unbooked,
                Optional.of(booked),
                ended,
                kind,
                parameter,
                posted("changeShortlistAndSendForTriage", shortlist("ROUTINE", triage()), letters)));
        all.add(new Operation(
                "A034",
                false,
                booked,
                Optional.of(triaged),
                Optional.empty(),
                Optional.empty(),
                header,
                cancellationOfBooking()));
        all.add(new Operation(
                "A036",
                false,
                unbooked,
                Optional.empty(),
                ended,
                kind,
                header,
                posted("cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED"))));
        return all;
    }

    private RequestSpecification side(Operation operation) {
        return operation.ofProvider() ? provider() : referrer();
    }

    /** The tag that is current for the operation: of the appointment for A034, else of the request. */
    private Optional<String> tag(Operation operation, JsonNode request) {
        return Optional.of(
                operation.number().equals("A034")
                        ? ServedErs.tag(ok(provider().get("/Appointment/" + appointmentId(request))))
                        : ServedErs.tag(get("ServiceRequest/" + id(request))));
    }

    @Test
    default void versionsAreNeededAndCurrentAtEveryOperation() {
        for (Operation operation : operations()) {
            String id = id(operation.right());
            String[] expected = operation.withoutVersion().split(" ");
            Response without = operation.call().send(side(operation), id, Optional.empty(), "");
            assertThat(without.statusCode() + " "
                            + without.path("issue[0].details.coding[0].code").toString())
                    .as(operation.number())
                    .isEqualTo(operation.withoutVersion());
            assertThat(without.path("issue[0].code").toString()).isEqualTo("required");
            if (!expected[0].equals("422")) {
                for (String malformed : List.of("1", "\"1\"", "W/\"x\"", "*")) {
                    assertRequestError(
                            operation.call().send(side(operation), id, Optional.of(malformed), ""),
                            400,
                            "invalid",
                            "REC_BAD_REQUEST");
                }
            }
            assertRequestError(
                    operation.call().send(side(operation), id, Optional.of("W/\"99\""), ""),
                    409,
                    "conflict",
                    "REC_CONFLICT");
            assertUntouched(operation);
        }
    }

    /** What changed comes back with its new version, which is the tag: that of the appointment for bookings, else of the request. */
    @Test
    default void theTagOfEverySuccessIsThatOfTheNewVersion() {
        int count = operations().size();
        for (int i = 0; i < count; i++) {
            Operation operation = operations().get(i); // each with requests of its own
            if (operation.number().equals("A012")) {
                continue; // which needs a file: ErsFileContract
            }
            String id = id(operation.right());
            Response response = operation.call().send(side(operation), id, tag(operation, operation.right()), "");
            assertThat(response.statusCode())
                    .as(operation.number() + response.asString())
                    .isIn(200, 201);
            JsonNode body = ServedBase.body(response);
            JsonNode changed =
                    body.path("resourceType").asText().equals("Parameters") ? body.at("/parameter/0/resource") : body;
            assertThat(response.header("ETag")).as(operation.number()).isEqualTo(ServedErs.tag(changed));
            assertThat(changed.at("/meta/lastUpdated").asText()).matches(ErsSearchSetContract.INSTANT);
            long before = Long.parseLong(ServedErs.version(operation.right()));
            assertThat(ServedErs.version(get("ServiceRequest/" + id)))
                    .as(operation.number())
                    .isEqualTo(Long.toString(before + 1));
        }
    }

    @Test
    default void statesAndKindsAreGuardedAtEveryOperation() {
        for (Operation operation : operations()) {
            operation
                    .wrong()
                    .ifPresent(request -> assertRule(
                            operation.call().send(side(operation), id(request), tag(operation, request), ""),
                            422,
                            "INVALID_REQUEST_STATE"));
            operation
                    .ended()
                    .ifPresent(request -> assertRule(
                            operation.call().send(side(operation), id(request), tag(operation, request), ""),
                            422,
                            "INVALID_REQUEST_TYPE"));
            operation
                    .otherKind()
                    .ifPresent(request -> assertRule(
                            operation.call().send(side(operation), id(request), tag(operation, request), ""),
                            422,
                            "INVALID_REQUEST_TYPE"));
            assertUntouched(operation);
        }
    }

    @Test
    default void callersAreCheckedAtEveryOperation() {
        for (Operation operation : operations()) {
            String id = id(operation.right());
            Optional<String> tag = tag(operation, operation.right());
            if (!operation.number().equals("A036")) { // which either side may
                RequestSpecification other = operation.ofProvider() ? referrer() : provider();
                assertRequestError(operation.call().send(other, id, tag, ""), 403, "forbidden", "REC_FORBIDDEN");
            }
            RequestSpecification unsigned = side(operation).header("NHSD-eRS-On-Behalf-Of-User-ID", "300000000011");
            assertRequestError(operation.call().send(unsigned, id, tag, ""), 403, "forbidden", "REC_FORBIDDEN");
            RequestSpecification admin = as("SERVICE_PROVIDER_CLINICIAN_ADMIN", TRUST);
            assertRequestError(operation.call().send(admin, id, tag, ""), 403, "forbidden", "REC_FORBIDDEN");
            assertRule(operation.call().send(stranger(operation), id, tag, ""), 422, "NO_RELATIONSHIP");
            assertRequestError(
                    operation.call().send(side(operation), UNKNOWN, tag, ""), 404, "not-found", "REC_NOT_FOUND");
            assertUntouched(operation);
        }
    }

    private RequestSpecification stranger(Operation operation) {
        return as(operation.ofProvider() ? "SERVICE_PROVIDER_CLINICIAN" : "REFERRING_CLINICIAN", "Q99");
    }

    @Test
    default void bodiesAreCheckedAtEveryOperation() {
        for (Operation operation : operations()) {
            String id = id(operation.right());
            Optional<String> tag = tag(operation, operation.right());
            assertRequestError(
                    operation.call().send(side(operation).accept("text/html"), id, tag, ""),
                    406,
                    "not-supported",
                    "REC_NOT_ACCEPTABLE");
            String more = ", {\"name\": \"nonsense\", \"valueString\": \"x\"}";
            Response unexpected = operation
                    .call()
                    .send(side(operation), id, tag, operation.number().equals("A013") ? more.substring(2) : more);
            assertRule(unexpected, 422, "UNEXPECTED_FIELD");
            assertUntouched(operation);
        }
    }

    /** Neither the request nor an appointment of it is another than before. */
    private void assertUntouched(Operation operation) {
        String id = id(operation.right());
        assertThat(ServedErs.version(get("ServiceRequest/" + id)))
                .as(operation.number())
                .isEqualTo(ServedErs.version(operation.right()));
        int appointments =
                ErsTree.extension(operation.right(), "Appointment-Reference").isMissingNode() ? 0 : 1;
        assertThat(matches("Appointment?based-on=ServiceRequest/" + id))
                .as(operation.number())
                .hasSize(appointments);
    }
}
