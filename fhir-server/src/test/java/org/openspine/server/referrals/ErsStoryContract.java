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
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whole lives of referrals, told and random. */
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

    /** What the model can be asked to do. */
    enum Step {
        SHORTLIST,
        SHORTLIST_FOR_TRIAGE,
        BOOK,
        DEFER,
        TRIAGE,
        ACCEPT,
        REJECT,
        ACTION_LATER,
        BOOK_LATER,
        RETURN,
        CANCEL_BOOKING,
        CANCEL
    }

    /** A referral as the contract describes it, written down again without the program's own table. */
    final class Model {
        private static final Set<String> UNPLACED =
                Set.of("NOT_BOOKED", "REJECTED", "TRIAGE_RESPONSE", "APPT_CANCELLED_BY_PATIENT");
        private String state = "NOT_BOOKED";
        private boolean reviewed;
        private boolean triageOnly;

        /** Whether the step can be taken; takes it. */
        boolean take(Step step) {
            boolean possible =
                    switch (step) {
                        case SHORTLIST, SHORTLIST_FOR_TRIAGE, TRIAGE -> UNPLACED.contains(state);
                        case BOOK, DEFER -> UNPLACED.contains(state) && !triageOnly;
                        case ACCEPT, REJECT, ACTION_LATER -> state.equals("BOOKED") && !reviewed;
                        case BOOK_LATER, RETURN ->
                            Set.of("AWAITING_TRIAGE", "DEFERRED_TO_PROVIDER").contains(state);
                        case CANCEL_BOOKING -> state.equals("BOOKED");
                        case CANCEL -> !state.equals("CANCELLED_REFERRAL");
                    };
            if (possible) {
                if (step == Step.SHORTLIST || step == Step.SHORTLIST_FOR_TRIAGE) {
                    triageOnly = step == Step.SHORTLIST_FOR_TRIAGE;
                }
                reviewed = step == Step.ACCEPT;
                state = switch (step) {
                    case SHORTLIST -> "NOT_BOOKED";
                    case SHORTLIST_FOR_TRIAGE, TRIAGE -> "AWAITING_TRIAGE";
                    case BOOK, ACCEPT -> "BOOKED";
                    case DEFER -> "DEFERRED_TO_PROVIDER";
                    case REJECT -> "REJECTED";
                    case ACTION_LATER, BOOK_LATER -> "TRIAGED_PROVIDER_TO_ACTION";
                    case RETURN -> "TRIAGE_RESPONSE";
                    case CANCEL_BOOKING -> "APPT_CANCELLED_BY_PATIENT";
                    case CANCEL -> "CANCELLED_REFERRAL";
                };
            }
            return possible;
        }
    }

    @Test
    default void randomLivesFollowTheModel() {
        long seed = 20_261_126;
        Random random = new Random(seed);
        String service = bookable();
        String full = bookable();
        String triage = triage();
        List<Step> steps = List.copyOf(EnumSet.allOf(Step.class));
        for (int life = 0; life < 8; life++) {
            JsonNode referral = refer(patient(), service, full, triage);
            Model model = new Model();
            List<Step> taken = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                Step step = steps.get(random.nextInt(i < 10 ? steps.size() - 1 : steps.size()));
                taken.add(step);
                String before = ServedErs.version(referral);
                boolean done = attempt(step, referral, service, full, triage) < 300;
                assertThat(done).as("seed %d, life %d: %s", seed, life, taken).isEqualTo(model.take(step));
                referral = reread(referral);
                assertThat(state(referral))
                        .as("seed %d, life %d: %s", seed, life, taken)
                        .isEqualTo(model.state);
                assertThat(ServedErs.version(referral).equals(before)).isEqualTo(!done);
            }
        }
    }

    private int attempt(Step step, JsonNode referral, String service, String full, String triage) {
        return switch (step) {
            case SHORTLIST ->
                operation(
                                referrer(),
                                referral,
                                "changeShortlist",
                                shortlist("ROUTINE", service, full, triage),
                                letters("NOT_INTENDING_TO_ADD", 0))
                        .statusCode();
            case SHORTLIST_FOR_TRIAGE ->
                operation(
                                referrer(),
                                referral,
                                "changeShortlistAndSendForTriage",
                                shortlist("ROUTINE", triage),
                                letters("NOT_INTENDING_TO_ADD", 0))
                        .statusCode();
            case BOOK -> book(referral, service, slot(service, 60)).statusCode();
            case DEFER ->
                sending(referrer(), proposal(referral, full, "NO_SLOTS_AT_SERVICE", "none"))
                        .post("/Appointment")
                        .statusCode();
            case TRIAGE ->
                sending(referrer(), proposal(referral, triage, "TRIAGE", "x"))
                        .post("/Appointment")
                        .statusCode();
            case ACCEPT -> operation(provider(), referral, "acceptReferral").statusCode();
            case REJECT ->
                operation(provider(), referral, "rejectReferral", ErsReviewContract.rejection("OTHER", ""))
                        .statusCode();
            case ACTION_LATER ->
                operation(
                                provider(),
                                referral,
                                "cancelAppointmentActionLater",
                                "{\"name\": \"comments\", \"valueString\": \"x\"}")
                        .statusCode();
            case BOOK_LATER ->
                operation(
                                provider(),
                                referral,
                                "recordReviewOutcome",
                                ErsReviewContract.outcome("ACCEPT_REFER_BOOK_LATER", "x"))
                        .statusCode();
            case RETURN ->
                operation(
                                provider(),
                                referral,
                                "recordReviewOutcome",
                                ErsReviewContract.outcome("RETURN_TO_REFERRER_WITH_ADVICE", "x"))
                        .statusCode();
            case CANCEL_BOOKING ->
                appointmentId(referral).isEmpty()
                        ? 404
                        : cancelBooking(referral, "PATIENT_HOLIDAY", "").statusCode();
            case CANCEL ->
                operation(referrer(), referral, "cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED"))
                        .statusCode();
        };
    }
}
