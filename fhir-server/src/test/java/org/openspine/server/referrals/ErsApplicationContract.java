package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.state;
import static org.openspine.server.referrals.ServedErs.version;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What applications of providers do without a person (1.2, 1.4), and who else sees which list (7). */
interface ErsApplicationContract extends ErsWorklistContract, ErsPublishedContract {
    private RequestSpecification application(String organisation) {
        return ers().header("OpenSpine-Access-Mode", "application-restricted")
                .header("OpenSpine-Application-Organisation", organisation);
    }

    @Test
    default void anApplicationAcceptsTriagesAndCancelsForItsProvider() {
        String service = bookable();
        JsonNode referral = booked(service);
        assertRule(operation(application("RY2"), referral, "acceptReferral"), 422, "NO_RELATIONSHIP");
        JsonNode accepted = ok(operation(application(TRUST), referral, "acceptReferral"));
        assertThat(version(accepted)).isEqualTo("3");
        JsonNode triaged = ok(operation(
                application(TRUST),
                awaitingTriage(),
                "recordReviewOutcome",
                ErsReviewContract.outcome("ACCEPT_REFER_BOOK_LATER", "Soon"),
                "{\"name\": \"reviewPriority\", \"valueCoding\": {\"code\": \"URGENT\"}}"));
        assertThat(state(triaged)).isEqualTo("TRIAGED_PROVIDER_TO_ACTION");
        assertThat(triaged.path("priority").asText()).isEqualTo("urgent");
        assertRule(
                operation(
                        application(TRUST),
                        accepted,
                        "cancelReferral",
                        ErsReviewContract.cancellation("RAISED_IN_ERROR")),
                422,
                "INAPPROPRIATE_VALUE");
        Response cancelled = operation(
                application(TRUST), accepted, "cancelReferral", ErsReviewContract.cancellation("BOOKED_OUTSIDE_CAB"));
        assertThat(state(ok(cancelled).at("/parameter/0/resource"))).isEqualTo("CANCELLED_REFERRAL");
        assertRule(
                operation(
                        application(TRUST),
                        reread(accepted),
                        "cancelReferral",
                        ErsReviewContract.cancellation("PATIENT_DIED")),
                422,
                "INVALID_REQUEST_TYPE");
    }

    @Test
    default void anApplicationReadsWhatItsProviderIsAskedAndMayDo() {
        JsonNode triaged = awaitingTriage();
        String path = "/ServiceRequest/" + id(triaged);
        ok(application(TRUST).get(path));
        assertRule(application("RY2").get(path), 422, "NO_RELATIONSHIP");
        assertThat(actions(application(TRUST), triaged))
                .containsExactlyInAnyOrder("RECORD_REVIEW_OUTCOME", "CANCEL_REFERRAL");
        assertRule(
                application("RY2")
                        .get("/Task?focus=ServiceRequest/%s/_history/%s&intent=proposal&status=ready"
                                .formatted(id(triaged), version(triaged))),
                400,
                "NO_RELATIONSHIP");
        JsonNode advice = ok(ask(patient(), service("ADVICE_AND_GUIDANCE"), "AUTHORISED_TO_CONVERT"))
                .at("/parameter/0/resource");
        ok(application(TRUST).get("/ServiceRequest/" + id(advice)));
        ok(application(TRUST).get("/Communication?based-on=ServiceRequest/%s/_history/1".formatted(id(advice))));
        for (JsonNode request : List.of(triaged, advice)) {
            Response document = sending(application(TRUST), "{\"resourceType\": \"Parameters\"}")
                    .post("/ServiceRequest/%s/$ers.generateCRI".formatted(id(request)));
            assertThat(document.contentType()).isEqualTo("application/pdf");
        }
    }

    @Test
    default void theListOfAdviceIsForPeopleOfProvidersOnly() {
        String advice = "ADVICE_AND_GUIDANCE_REQUESTS";
        for (String function : List.of("SERVICE_PROVIDER_CLINICIAN", "SERVICE_PROVIDER_ADMIN")) {
            ok(list(as(function, TRUST), advice));
        }
        ok(list(
                as("SERVICE_PROVIDER_CLINICIAN_ADMIN", TRUST).header("NHSD-eRS-On-Behalf-Of-User-ID", "300000000011"),
                advice));
        for (String function : List.of("REFERRING_CLINICIAN", "REFERRING_CLINICIAN_ADMIN", "REFERRING_ADMIN")) {
            assertRequestError(list(as(function, GP), advice), 403, "forbidden", "REC_FORBIDDEN");
        }
        assertRequestError(
                list(application(TRUST), advice, ErsWorklistContract.ofService(bookable())),
                403,
                "forbidden",
                "REC_FORBIDDEN");
        assertRule(
                list(application("RY2"), "REFERRALS_FOR_REVIEW", ErsWorklistContract.ofService(bookable())),
                422,
                "NO_RELATIONSHIP");
    }
}
