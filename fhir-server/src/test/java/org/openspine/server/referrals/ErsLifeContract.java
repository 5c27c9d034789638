package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.letters;
import static org.openspine.server.referrals.ServedErs.proposal;
import static org.openspine.server.referrals.ServedErs.shortlist;
import static org.openspine.server.referrals.ServedErs.state;
import static org.openspine.server.referrals.ServedErs.version;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;
import org.openspine.server.referrals.ReferralModel.Step;

/** Random lives: whatever is tried in whatever order, the referral is where {@link ReferralModel} says, in all that can be read. */
interface ErsLifeContract extends ErsPublishedContract, ErsReviewContract {
    String TAGS = "https://openspine.org/fhir/CodeSystem/referral-worklist";

    /** The services that a life is about. */
    record Places(String bookable, String full, String triage) {}

    @Test
    default void randomLivesFollowTheModel() {
        long seed = System.nanoTime(); // told with every failure
        Random random = new Random(seed);
        Places places = new Places(bookable(), bookable(), triage());
        for (int life = 0; life < 6; life++) {
            live(random, places, "seed %d, life %d".formatted(seed, life));
        }
    }

    /** One life for every first step after every way into a state, so that no row of the table is left to chance. */
    @Test
    default void everyStepIsTriedInEveryState() {
        Places places = new Places(bookable(), bookable(), triage());
        List<List<Step>> ways = List.of(
                List.of(),
                List.of(Step.BOOK),
                List.of(Step.BOOK, Step.ACCEPT),
                List.of(Step.DEFER),
                List.of(Step.TRIAGE),
                List.of(Step.SHORTLIST_FOR_TRIAGE),
                List.of(Step.BOOK, Step.ACTION_LATER),
                List.of(Step.TRIAGE, Step.RETURN),
                List.of(Step.BOOK, Step.REJECT),
                List.of(Step.BOOK, Step.CANCEL_BOOKING),
                List.of(Step.BOOK, Step.PROVIDER_CANCELS),
                List.of(Step.BOOK, Step.PATIENT_MISSES),
                List.of(Step.BOOK, Step.ASSESSMENT_ENDS),
                List.of(Step.CANCEL));
        Set<String> reached = new TreeSet<>();
        for (List<Step> way : ways) {
            var life = new Life(this, places, way.toString());
            way.forEach(life::attempt);
            reached.add(life.model.state());
            for (Step step : Step.values()) {
                if (!life.model.isPossible(step)) {
                    life.attempt(step);
                }
            }
            for (Step step : Step.values()) {
                if (life.model.isPossible(step)) {
                    var branch = new Life(this, places, way + " then " + step);
                    way.forEach(branch::attempt);
                    branch.attempt(step);
                }
            }
        }
        assertThat(reached).hasSize(12);
    }

    private void live(Random random, Places places, String name) {
        var life = new Life(this, places, name);
        Step[] steps = Step.values();
        for (int i = 0; i < 14; i++) {
            Step step = steps[random.nextInt(i < 11 ? steps.length - 1 : steps.length)];
            List<Step> possible = new ArrayList<>(List.of(steps));
            possible.removeIf(one -> one == Step.CANCEL || !life.model.isPossible(one));
            life.attempt(
                    possible.isEmpty() || random.nextInt(3) == 0
                            ? step
                            : possible.get(random.nextInt(possible.size())));
        }
    }

    /** A referral beside its model. */
    final class Life {
        private static final Set<String> REFUSALS =
                Set.of("INVALID_REQUEST_STATE", "INVALID_REQUEST_TYPE", "INVALID_STATE", "INAPPROPRIATE_VALUE");

        private final ErsLifeContract tests;
        private final Places places;
        private final String name;
        private final List<Step> taken = new ArrayList<>();
        private final ReferralModel model = new ReferralModel();
        private JsonNode referral;
        private String slot = "";

        Life(ErsLifeContract tests, Places places, String name) {
            this.tests = tests;
            this.places = places;
            this.name = name;
            referral = tests.refer(tests.patient(), places.bookable(), places.full(), places.triage());
        }

        void attempt(Step step) {
            if (step.isOfOperator() && model.state().equals(told(step))) {
                return; // to say again what stands there is no event
            }
            taken.add(step);
            String what = "%s: %s".formatted(name, taken);
            JsonNode before = tests.get("ServiceRequest/" + id(referral));
            boolean possible = model.isPossible(step);
            Response response = send(step);
            if (!possible) {
                assertThat(response.statusCode()).as(what + response.asString()).isIn(404, 422);
                if (response.statusCode() == 422 && !step.isOfOperator()) {
                    assertThat(ServedBase.body(response)
                                    .at("/issue/0/details/coding/0/code")
                                    .asText())
                            .as(what)
                            .isIn(REFUSALS);
                }
                assertThat(tests.get("ServiceRequest/" + id(referral))).as(what).isEqualTo(before);
                return;
            }
            assertThat(response.statusCode()).as(what + response.asString()).isIn(200, 201);
            model.take(step);
            referral = tests.reread(referral);
            assertThat(version(referral)).as(what).isEqualTo(Long.toString(Long.parseLong(version(before)) + 1));
            compare(what);
        }

        private void compare(String what) {
            assertThat(state(referral)).as(what).isEqualTo(model.state());
            assertThat(referral.path("status").asText()).as(what).isEqualTo(model.requestStatus());
            assertThat(ErsTree.coding(ErsTree.extension(referral, "ReferralState"), "reason"))
                    .as(what)
                    .isEqualTo(model.reason());
            JsonNode appointment = ErsTree.contained(referral, "Appointment");
            assertThat(appointment.path("status").asText()).as(what).isEqualTo(model.appointment());
            assertThat(appointment.has("slot"))
                    .as(what)
                    .isEqualTo(List.of("booked", "noshow", "fulfilled").contains(model.appointment()));
            if (!slot.isEmpty()) {
                assertThat(tests.get("Slot/" + slot).path("status").asText())
                        .as(what)
                        .isEqualTo(model.isSlotBusy() ? "busy" : "free");
            }
            assertThat(lists()).as(what).isEqualTo(model.lists());
            assertThat(tasks()).as(what).isEqualTo(model.task());
            assertThat(actions(tests.referrer())).as(what).isEqualTo(model.actionsOfReferrer());
            assertThat(actions(tests.provider())).as(what).isEqualTo(model.actionsOfProvider());
        }

        /** The lists of people; those of an office are told by its tasks. */
        private Set<String> lists() {
            Set<String> lists = new TreeSet<>();
            for (JsonNode tag : tests.get("ServiceRequest/" + id(referral)).at("/meta/tag")) {
                if (tag.path("system").asText().equals(TAGS)) {
                    String code = tag.path("code").asText();
                    lists.add(code.substring(0, code.indexOf('.')));
                }
            }
            lists.remove("APPOINTMENTS_FOR_BOOKING");
            return lists;
        }

        private String tasks() {
            return tests.get("Task?focus=ServiceRequest/" + id(referral))
                    .at("/entry/0/resource/status")
                    .asText();
        }

        private Set<String> actions(RequestSpecification who) {
            return new TreeSet<>(tests.actions(who, referral));
        }

        private static String told(Step step) {
            return switch (step) {
                case PROVIDER_CANCELS -> "APPT_CANCELLED_BY_PROVIDER";
                case PATIENT_MISSES -> "DID_NOT_ATTEND";
                default -> "ASSESSMENT_RESULT";
            };
        }

        private Response send(Step step) {
            return switch (step) {
                case SHORTLIST ->
                    ask(
                            tests.referrer(),
                            "changeShortlist",
                            shortlist("ROUTINE", places.bookable(), places.full(), places.triage()),
                            letters("NOT_INTENDING_TO_ADD", 0));
                case SHORTLIST_FOR_TRIAGE ->
                    ask(
                            tests.referrer(),
                            "changeShortlistAndSendForTriage",
                            shortlist("ROUTINE", places.triage()),
                            letters("NOT_INTENDING_TO_ADD", 0));
                case BOOK -> book();
                case DEFER -> propose(places.full(), "NO_SLOTS_AT_SERVICE");
                case TRIAGE -> propose(places.triage(), "TRIAGE");
                case ACCEPT -> ask(tests.provider(), "acceptReferral");
                case REJECT -> ask(tests.provider(), "rejectReferral", ErsReviewContract.rejection("OTHER", ""));
                case ACTION_LATER ->
                    ask(
                            tests.provider(),
                            "cancelAppointmentActionLater",
                            "{\"name\": \"comments\", \"valueString\": \"x\"}");
                case BOOK_LATER -> review("ACCEPT_REFER_BOOK_LATER");
                case RETURN -> review("RETURN_TO_REFERRER_WITH_ADVICE");
                case CANCEL_BOOKING -> tests.cancelCurrent(referral);
                case CANCEL -> ask(tests.referrer(), "cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED"));
                case PATIENT_MISSES -> miss();
                case PROVIDER_CANCELS, ASSESSMENT_ENDS -> tell(told(step));
            };
        }

        private Response ask(RequestSpecification who, String operation, String... parameters) {
            return tests.operation(who, referral, operation, parameters);
        }

        private Response review(String outcome) {
            return ask(tests.provider(), "recordReviewOutcome", ErsReviewContract.outcome(outcome, "x"));
        }

        private Response propose(String service, String reason) {
            return tests.sending(tests.referrer(), proposal(referral, service, reason, "x"))
                    .post("/Appointment");
        }

        private Response book() {
            String free = tests.slot(places.bookable(), 60);
            Response response = tests.book(referral, places.bookable(), free);
            if (response.statusCode() == 201) {
                slot = free;
            } else {
                assertThat(tests.get("Slot/" + free).path("status").asText()).isEqualTo("free");
            }
            return response;
        }

        /** By the appointment where there is one that is booked, else by the state. */
        private Response miss() {
            JsonNode appointment = ErsTree.contained(referral, "Appointment");
            if (!appointment.path("status").asText().equals("booked")) {
                return tell("DID_NOT_ATTEND");
            }
            JsonNode stored = tests.get("Appointment/" + tests.appointmentId(referral));
            return tests.sending(stored.toString().replace("\"booked\"", "\"noshow\""))
                    .put("/Appointment/" + id(stored));
        }

        private Response tell(String next) {
            JsonNode stored = tests.get("ServiceRequest/" + id(referral));
            String now = "\"code\":\"" + state(referral) + "\"";
            assertThat(stored.toString()).contains(now);
            return tests.sending(stored.toString().replace(now, "\"code\":\"" + next + "\""))
                    .put("/ServiceRequest/" + id(referral));
        }
    }

    /** A034 for the appointment that the referral names, or for one that there is not. */
    private Response cancelCurrent(JsonNode referral) {
        String number = appointmentId(referral);
        if (number.isEmpty()) {
            return sending(referrer().header("If-Match", "W/\"1\""), "{\"resourceType\": \"Appointment\"}")
                    .put("/Appointment/1");
        }
        return cancelBooking(referral, "PATIENT_HOLIDAY", "");
    }
}
