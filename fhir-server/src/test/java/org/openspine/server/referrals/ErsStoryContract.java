package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.letters;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.proposal;
import static org.openspine.server.referrals.ServedErs.shortlist;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole lives of referrals, told as three stories. */
interface ErsStoryContract extends ErsWorklistContract, ErsFileContract, ErsPlainWriteContract {
    @Test
    default void bookedAndAttended() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        String letter = upload("text/plain", "letter.txt", new byte[] {65}, ErsFileContract.ubrn(referral));
        referral = ok(operation(referrer(), referral, "maintainReferralLetter", ErsFileContract.letter(letter)));
        created(book(referral, service, slot(service, 48)));
        referral = reread(referral);
        assertThat(isOn(provider(), "REFERRALS_FOR_REVIEW", referral)).isTrue();
        referral = ok(operation(provider(), referral, "acceptReferral"));
        JsonNode appointment = get("Appointment/" + appointmentId(referral));
        putBack(appointment, "\"booked\"", "\"arrived\"").then().statusCode(200);
        putBack(get("Appointment/" + id(appointment)), "\"arrived\"", "\"fulfilled\"")
                .then()
                .statusCode(200);
        assertThat(state(reread(referral))).isEqualTo("BOOKED");
        assertThat(get("Appointment/" + id(appointment)).path("status").asText())
                .isEqualTo("fulfilled");
        List<String> story = new ArrayList<>();
        get("ServiceRequest/%s/$everything".formatted(id(referral)))
                .path("entry")
                .forEach(entry -> story.add(entry.at("/resource/resourceType").asText()));
        assertThat(story)
                .contains("ServiceRequest", "Appointment", "DocumentReference", "HealthcareService", "Patient");
    }

    @Test
    default void triagedAndAdvised() {
        String triage = triage();
        JsonNode referral = refer(patient(), triage);
        created(sending(referrer(), proposal(referral, triage, "TRIAGE", "please see"))
                .post("/Appointment"));
        referral = reread(referral);
        assertThat(state(referral)).isEqualTo("AWAITING_TRIAGE");
        assertThat(isOn(referrer(), "AWAITING_BOOKING", referral)).isTrue();
        referral = ok(operation(
                provider(),
                referral,
                "recordReviewOutcome",
                ErsReviewContract.outcome("RETURN_TO_REFERRER_WITH_ADVICE", "Treat in primary care")));
        assertThat(state(referral)).isEqualTo("TRIAGE_RESPONSE");
        assertThat(isOn(referrer(), "REJECTED_TRIAGE_RESPONSE", referral)).isTrue();
        JsonNode end = ok(operation(
                referrer(),
                referral,
                "cancelReferral",
                ErsReviewContract.cancellation("TREATMENT_NO_LONGER_REQUIRED")));
        assertThat(state(end.at("/parameter/0/resource"))).isEqualTo("CANCELLED_REFERRAL");
        assertThat(isOn(referrer(), "REJECTED_TRIAGE_RESPONSE", referral)).isFalse();
    }

    @Test
    default void rejectedAndReferredAgain() {
        String wrong = bookable();
        String right = bookable();
        JsonNode referral = booked(wrong);
        referral = ok(operation(
                provider(), referral, "rejectReferral", ErsReviewContract.rejection("SERVICE_INAPPROPRIATE", "")));
        assertThat(isOn(referrer(), "REJECTED_TRIAGE_RESPONSE", referral)).isTrue();
        referral = ok(operation(
                referrer(),
                referral,
                "changeShortlist",
                shortlist("ROUTINE", right),
                letters("NOT_INTENDING_TO_ADD", 0)));
        assertThat(state(referral)).isEqualTo("NOT_BOOKED");
        created(book(referral, right, slot(right, 72)));
        referral = reread(referral);
        assertThat(state(referral)).isEqualTo("BOOKED");
        referral = ok(operation(provider(), referral, "acceptReferral"));
        assertThat(ErsTree.contained(referral, "Appointment")
                        .at("/participant/0/actor/identifier/value")
                        .asText())
                .isEqualTo(right);
    }
}
