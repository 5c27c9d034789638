package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.letters;
import static org.openspine.server.referrals.ServedErs.shortlist;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What referrers do with shortlists: A011, A031 and A032. */
interface ErsTransitionContract extends ErsReviewContract {
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
