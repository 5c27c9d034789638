package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.letters;
import static org.openspine.server.referrals.ServedErs.parameters;
import static org.openspine.server.referrals.ServedErs.shortlist;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The same faults at every operation of the life cycle: wrong state, stale version, no version, wrong role, no relationship. */
interface ErsTransitionContract extends ErsReviewContract {
    /** An operation on a referral, with a body that is right and a state in which it is not possible. */
    record Operation(
            String name, boolean ofProvider, int withoutVersion, String body, JsonNode right, JsonNode wrong) {}

    default List<Operation> operations() {
        String service = bookable();
        String triage = triage();
        JsonNode unbooked = refer(patient(), service);
        JsonNode booked = booked(service);
        JsonNode triaged = awaitingTriage();
        JsonNode cancelled = refer(patient(), service);
        operation(referrer(), cancelled, "cancelReferral", ErsReviewContract.cancellation("RAISED_IN_ERROR"))
                .then()
                .statusCode(200);
        cancelled = reread(cancelled);
        List<Operation> all = new ArrayList<>();
        all.add(new Operation("acceptReferral", true, 412, "", booked, unbooked));
        all.add(new Operation("rejectReferral", true, 412, ErsReviewContract.rejection("OTHER", ""), booked, unbooked));
        all.add(new Operation(
                "cancelAppointmentActionLater",
                true,
                412,
                "{\"name\": \"comments\", \"valueString\": \"x\"}",
                booked,
                unbooked));
        all.add(new Operation(
                "recordReviewOutcome",
                true,
                412,
                ErsReviewContract.outcome("ACCEPT_REFER_BOOK_LATER", "x"),
                triaged,
                booked));
        all.add(new Operation(
                "changeShortlist",
                false,
                400,
                shortlist("ROUTINE", service) + ", " + letters("NOT_INTENDING_TO_ADD", 0),
                unbooked,
                booked));
        all.add(new Operation(
                "changeShortlistAndSendForTriage",
                false,
                400,
                shortlist("ROUTINE", triage) + ", " + letters("NOT_INTENDING_TO_ADD", 0),
                unbooked,
                booked));
        all.add(new Operation(
                "maintainReferralLetter",
                false,
                412,
                ErsFileContract.letter("00000000-0000-4000-8000-000000000000"),
                unbooked,
                cancelled));
        return all;
    }

    default RequestSpecification side(Operation operation) {
        return operation.ofProvider() ? provider() : referrer();
    }

    default Response call(RequestSpecification who, Operation operation, JsonNode referral) {
        return sending(who, parameters(operation.body()))
                .post("/ServiceRequest/%s/$ers.%s".formatted(id(referral), operation.name()));
    }

    @Test
    default void faultsAreAnsweredAlikeAtEveryOperation() {
        for (Operation operation : operations()) {
            String tag = ServedErs.tag(operation.right());
            assertRequestError(
                    call(side(operation), operation, operation.right()),
                    operation.withoutVersion(),
                    "required",
                    operation.withoutVersion() == 412 ? "REC_PRECONDITION_FAILED" : "REC_BAD_REQUEST");
            assertRequestError(
                    call(side(operation).header("If-Match", "1"), operation, operation.right()),
                    400,
                    "invalid",
                    "REC_BAD_REQUEST");
            assertRequestError(
                    call(side(operation).header("If-Match", "W/\"99\""), operation, operation.right()),
                    409,
                    "conflict",
                    "REC_CONFLICT");
            assertRule(
                    call(
                            side(operation).header("If-Match", ServedErs.tag(operation.wrong())),
                            operation,
                            operation.wrong()),
                    422,
                    "INVALID_REQUEST_STATE");
            RequestSpecification other = operation.ofProvider() ? referrer() : provider();
            assertRequestError(
                    call(other.header("If-Match", tag), operation, operation.right()),
                    403,
                    "forbidden",
                    "REC_FORBIDDEN");
            RequestSpecification stranger =
                    as(operation.ofProvider() ? "SERVICE_PROVIDER_CLINICIAN" : "REFERRING_CLINICIAN", "Q99");
            assertRule(call(stranger.header("If-Match", tag), operation, operation.right()), 422, "NO_RELATIONSHIP");
            assertRequestError(
                    sending(side(operation).header("If-Match", tag), parameters(operation.body()))
                            .post("/ServiceRequest/r.unknown/$ers." + operation.name()),
                    404,
                    "not-found",
                    "REC_NOT_FOUND");
            assertThat(ServedErs.version(reread(operation.right())))
                    .as(operation.name())
                    .isEqualTo(ServedErs.version(operation.right()));
        }
    }

    @Test
    default void shortlistIsReplacedAndTheReferralStartsAnew() {
        String first = bookable();
        String second = bookable();
        JsonNode referral = refer(patient(), first);
        JsonNode after = ServedErs.ok(operation(
                referrer(),
                referral,
                "changeShortlist",
                shortlist("URGENT", second, first),
                letters("NEED_TO_ADD_LATER", 7)));
        assertThat(state(after)).isEqualTo("NOT_BOOKED");
        assertThat(after.path("performer")).hasSize(2);
        assertThat(after.at("/performer/0/reference").asText()).isEqualTo("HealthcareService/" + second);
        assertThat(after.path("priority").asText()).isEqualTo("urgent");
        assertThat(after.at("/identifier/0/value")).isEqualTo(referral.at("/identifier/0/value"));
    }

    @Test
    default void shortlistSendsForTriageWithAnAppointmentThatStandsForIt() {
        JsonNode referral = refer(patient(), bookable());
        JsonNode answer = ServedErs.ok(operation(
                referrer(),
                referral,
                "changeShortlistAndSendForTriage",
                shortlist("ROUTINE", triage()),
                letters("NOT_INTENDING_TO_ADD", 0)));
        assertThat(state(answer.at("/parameter/0/resource"))).isEqualTo("AWAITING_TRIAGE");
        assertThat(answer.at("/parameter/1/resource/reasonCode/0/coding/0/code").asText())
                .isEqualTo("TRIAGE");
    }

    @Test
    default void shortlistsAreCheckedInOrder() {
        String service = bookable();
        String patient = patient();
        Supplier<String> closed = () -> {
            String id = bookable();
            put(get("HealthcareService/" + id).toString().replace("\"active\":true", "\"active\":false"));
            return id;
        };
        List<String[]> cases = List.of(
                new String[] {"REFERENCE_NOT_FOUND", "999998"},
                new String[] {"DUPLICATE_SERVICE", service, service},
                new String[] {"SERVICE_UNAVAILABLE", closed.get()},
                new String[] {"SHORTLISTED_SERVICE_NOT_IN_RESULTS", service("ADVICE_AND_GUIDANCE")},
                new String[] {"MISSING_VALUE"});
        for (String[] one : cases) {
            String[] services = java.util.Arrays.copyOfRange(one, 1, one.length);
            assertRule(
                    sending(referrer(), ServedErs.creation(patient, services))
                            .post("/ServiceRequest/$ers.createReferral"),
                    422,
                    one[0]);
        }
        assertRule(
                sending(referrer(), ServedErs.creation("9000000009", service))
                        .post("/ServiceRequest/$ers.createReferral"),
                422,
                "REFERENCE_NOT_FOUND");
        assertRule(
                sending(as("REFERRING_CLINICIAN_ADMIN", GP), ServedErs.creation(patient, service))
                        .post("/ServiceRequest/$ers.createReferral"),
                422,
                "VALUE_IS_REQUIRED");
        assertRequestError(
                sending(provider(), ServedErs.creation(patient, service)).post("/ServiceRequest/$ers.createReferral"),
                403,
                "forbidden",
                "REC_FORBIDDEN");
    }
}
