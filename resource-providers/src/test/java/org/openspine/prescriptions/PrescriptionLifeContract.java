package org.openspine.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.prescriptions.MadeUpPrescription.uuid;
import static org.openspine.prescriptions.state.ItemStatus.FULLY_DISPENSED;
import static org.openspine.prescriptions.state.ItemStatus.ITEM_CANCELLED;
import static org.openspine.prescriptions.state.ItemStatus.ITEM_TO_BE_DISPENSED;
import static org.openspine.prescriptions.state.ItemStatus.ITEM_WITH_DISPENSER;
import static org.openspine.prescriptions.state.ItemStatus.PARTLY_DISPENSED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.api.Replays;
import org.openspine.prescriptions.MadeUpPrescription.Notice;
import org.openspine.prescriptions.PrescriptionsUnderTest.Answer;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.repository.ResourceKey;

/** The life of prescriptions as dispensers and prescribers see it, and what of it is stored. */
interface PrescriptionLifeContract {
    PrescriptionsUnderTest eps();

    default MadeUpPrescription ordered(MadeUpPrescription prescription) {
        assertThat(eps().send(eps().service::order, prescription.order(uuid())).status())
                .isEqualTo(200);
        return prescription;
    }

    default Notice by(String ods) {
        return Notice.by(ods, eps().clock.instant());
    }

    default JsonNode stored(String type, String id) {
        return eps().repository.read(new ResourceKey(type, id)).orElseThrow().tree();
    }

    @Test
    default void acutePrescriptionGoesFromOrderToClaim() {
        MadeUpPrescription rx =
                ordered(MadeUpPrescription.acute(2, eps().clock.today()).nominatedTo("FA001"));
        assertThat(eps().read(rx).current().status()).isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);

        Answer released = eps().send(eps().service::release, MadeUpPrescription.release("FA001"));
        assertThat(released.body().at("/parameter/0/resource/total").asInt()).isEqualTo(1);
        assertThat(released.body().at("/parameter/1/resource/entry").isArray()).isTrue();
        assertThat(eps().read(rx).current().state().items()).containsOnly(ITEM_WITH_DISPENSER);

        String first = uuid();
        assertThat(eps().send(
                                eps().service::notifyDispense,
                                rx.notification(
                                        first,
                                        PrescriptionStatus.WITH_DISPENSER_ACTIVE,
                                        List.of(FULLY_DISPENSED, PARTLY_DISPENSED),
                                        by("FA001")))
                        .status())
                .isEqualTo(200);
        assertThat(eps().send(
                                eps().service::notifyDispense,
                                rx.notification(
                                        uuid(),
                                        PrescriptionStatus.DISPENSED,
                                        List.of(FULLY_DISPENSED, FULLY_DISPENSED),
                                        by("FA001")))
                        .status())
                .isEqualTo(200);
        assertThat(eps().send(
                                eps().service::claim,
                                rx.claim(uuid(), "FA001", eps().clock.instant(), OptionalInt.empty(), Optional.empty()))
                        .status())
                .isEqualTo(200);
        assertThat(eps().read(rx).current().status()).isEqualTo(PrescriptionStatus.CLAIMED);
        assertThat(stored("Task", rx.number().stem() + "-1")
                        .at("/businessStatus/coding/0/code")
                        .asText())
                .isEqualTo("0008");
        assertThat(stored("MedicationRequest", rx.number().stem() + "-2")
                        .path("status")
                        .asText())
                .isEqualTo("completed");
    }

    @Test
    default void pendingCancellationIsCarriedOutWhenThePrescriptionIsReturned() {
        MadeUpPrescription rx = ordered(MadeUpPrescription.acute(2, eps().clock.today()));
        eps().send(eps().service::release, rx.releaseTo("FA002"));

        Answer cancelled =
                eps().send(eps().service::cancel, rx.cancel(uuid(), rx.items().get(1)));
        assertThat(cancelled.status()).isEqualTo(400);
        assertThat(cancelled
                        .body()
                        .at("/entry/1/resource/extension/0/extension/0/valueCoding/code")
                        .asText())
                .isEqualTo("R-0002");

        assertThat(eps().send(eps().service::changeTask, rx.giveBack(uuid(), "FA002", OptionalInt.empty()))
                        .status())
                .isEqualTo(200);
        assertThat(eps().read(rx).current().status()).isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);
        assertThat(eps().read(rx).current().state().items()).containsExactly(ITEM_TO_BE_DISPENSED, ITEM_CANCELLED);
        assertThat(stored("MedicationRequest", rx.number().stem() + "-2")
                        .at("/statusReason/coding/0/code")
                        .asText())
                .isEqualTo("0001");
    }

    @Test
    default void cancellationBeforeTheOrderIsCarriedOutWithTheOrder() {
        MadeUpPrescription rx = MadeUpPrescription.acute(2, eps().clock.today());
        assertThat(eps().send(
                                eps().service::cancel,
                                rx.cancel(uuid(), rx.items().get(0)))
                        .code())
                .isEqualTo("R-0008");

        ordered(rx);

        assertThat(eps().read(rx).current().state().items()).containsExactly(ITEM_CANCELLED, ITEM_TO_BE_DISPENSED);
    }

    @Test
    default void withdrawalOfTheOnlyNotificationGoesBackToWithDispenser() {
        MadeUpPrescription rx = ordered(MadeUpPrescription.acute(1, eps().clock.today()));
        eps().send(eps().service::release, rx.releaseTo("FA003"));
        String notification = uuid();
        eps().send(
                        eps().service::notifyDispense,
                        rx.notification(
                                notification, PrescriptionStatus.DISPENSED, List.of(FULLY_DISPENSED), by("FA003")));
        String dispense =
                eps().read(rx).current().notifications().get(0).dispenses().get(0);

        assertThat(eps().send(eps().service::changeTask, rx.withdraw(uuid(), "FA003", uuid(), OptionalInt.empty()))
                        .code())
                .isEqualTo("DISPENSE_AMEND_IDENTIFIER_MISMATCH");
        assertThat(eps().send(
                                eps().service::changeTask,
                                rx.withdraw(uuid(), "FA003", notification, OptionalInt.empty()))
                        .status())
                .isEqualTo(200);

        assertThat(eps().read(rx).current().status()).isEqualTo(PrescriptionStatus.WITH_DISPENSER);
        assertThat(stored("MedicationDispense", dispense).path("status").asText())
                .isEqualTo("entered-in-error");
    }

    @Test
    default void nextIssueOfRepeatDispensingOpensWhenTheCurrentOneIsDispensed() {
        MadeUpPrescription rx = ordered(MadeUpPrescription.of(
                        Treatment.REPEAT_DISPENSING, 3, 1, eps().clock.today())
                .supplying(6));
        eps().send(eps().service::release, rx.releaseTo("FA004"));
        eps().send(
                        eps().service::notifyDispense,
                        rx.notification(
                                uuid(),
                                PrescriptionStatus.DISPENSED,
                                List.of(FULLY_DISPENSED),
                                by("FA004").of(1).allowing(2)));

        assertThat(eps().read(rx).current().number()).isEqualTo(2);
        assertThat(eps().read(rx).current().status()).isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);
        Answer released = eps().send(eps().service::release, rx.releaseTo("FA004"));
        JsonNode request = released.body().at("/parameter/0/resource/entry/0/resource/entry/1/resource");
        assertThat(request.path("intent").asText()).isEqualTo("reflex-order");
        assertThat(request.at("/basedOn/0/extension/0/extension/1/valueInteger").asInt())
                .isEqualTo(1);
        assertThat(stored("Task", rx.number().stem() + "-1")
                        .at("/businessStatus/coding/0/code")
                        .asText())
                .isEqualTo("0006");
    }

    @Test
    default void wrongSignatureIsToldAndThePrescriptionGivenBack() {
        MadeUpPrescription rx =
                ordered(MadeUpPrescription.acute(1, eps().clock.today()).nominatedTo("FA005"));
        eps().signed = false;
        try {
            Answer released = eps().send(eps().service::release, MadeUpPrescription.release("FA005"));
            assertThat(released.body().at("/parameter/0/resource/total").asInt())
                    .isZero();
            assertThat(released.body().at("/parameter/1/resource/total").asInt())
                    .isEqualTo(2);
        } finally {
            eps().signed = true;
        }
        assertThat(eps().read(rx).current().status()).isEqualTo(PrescriptionStatus.TO_BE_DISPENSED);
        assertThat(eps().send(eps().service::release, MadeUpPrescription.release("FA005"))
                        .code())
                .isEqualTo("NO_MORE_PRESCRIPTIONS");
    }

    @Test
    default void bulkReleaseGivesTwentyFiveAtOnceOldestFirst() {
        for (int i = 0; i < 30; i++) {
            ordered(MadeUpPrescription.acute(1, eps().clock.today().minusDays(i))
                    .nominatedTo("FA006"));
        }
        Answer first = eps().send(eps().service::release, MadeUpPrescription.release("FA006"));
        Answer second = eps().send(eps().service::release, MadeUpPrescription.release("FA006"));
        Answer third = eps().send(eps().service::release, MadeUpPrescription.release("FA006"));

        assertThat(first.body().at("/parameter/0/resource/total").asInt()).isEqualTo(25);
        assertThat(first.body()
                        .at(
                                "/parameter/0/resource/entry/0/resource/entry/1/resource/dispenseRequest/validityPeriod/start")
                        .asText())
                .isEqualTo(eps().clock.today().minusDays(29).toString());
        assertThat(second.body().at("/parameter/0/resource/total").asInt()).isEqualTo(5);
        assertThat(third.status()).isEqualTo(200);
        assertThat(third.code()).isEqualTo("NO_MORE_PRESCRIPTIONS");
    }

    @Test
    default void messagesSentAgainHaveOneEffect() {
        MadeUpPrescription rx = MadeUpPrescription.acute(1, eps().clock.today());
        String order = uuid();
        eps().send(eps().service::order, rx.order(order));
        assertThat(eps().send(eps().service::order, rx.order(order.toUpperCase(java.util.Locale.ROOT)))
                        .status())
                .isEqualTo(200);
        assertThat(eps().send(eps().service::order, rx.order(uuid())).code()).isEqualTo("DUPLICATE_PRESCRIPTION_ID");
        eps().send(eps().service::release, rx.releaseTo("FA007"));
        String notification = uuid();
        var dispensed =
                rx.notification(notification, PrescriptionStatus.DISPENSED, List.of(FULLY_DISPENSED), by("FA007"));
        eps().send(eps().service::notifyDispense, dispensed);
        assertThat(eps().send(eps().service::notifyDispense, dispensed).status())
                .isEqualTo(200);
        var claim = rx.claim(uuid(), "FA007", eps().clock.instant(), OptionalInt.empty(), Optional.empty());
        eps().send(eps().service::claim, claim);
        assertThat(eps().send(eps().service::claim, claim).status()).isEqualTo(200);

        assertThat(eps().read(rx).current().notifications()).hasSize(1);
        assertThat(eps().read(rx).current().claims()).hasSize(1);
    }

    @Test
    default void singleReleaseOfWhatAnotherHoldsNamesTheHolder() {
        MadeUpPrescription rx = ordered(MadeUpPrescription.acute(1, eps().clock.today()));
        eps().send(eps().service::release, rx.releaseTo("FA008"));

        Answer refused = eps().send(eps().service::release, rx.releaseTo("FA009"));

        assertThat(refused.code()).isEqualTo("PRESCRIPTION_WITH_ANOTHER_DISPENSER");
        assertThat(refused.body().at("/contained/0/identifier/0/value").asText())
                .isEqualTo("FA008");
        assertThat(refused.body().at("/extension/0/valueReference/reference").asText())
                .isEqualTo("#" + refused.body().at("/contained/0/id").asText());
    }

    @Test
    default void expiryIsSeenAtOnceAndStoredByTheJob() {
        MadeUpPrescription rx =
                ordered(MadeUpPrescription.acute(1, eps().clock.today().minusMonths(5)));
        var before = eps().clock.instant();
        eps().clock.advance(Duration.ofDays(40));
        try {
            assertThat(eps().read(rx).current().status()).isEqualTo(PrescriptionStatus.EXPIRED);
            assertThat(eps().send(eps().service::release, rx.releaseTo("FA010")).code())
                    .isEqualTo("PRESCRIPTION_EXPIRED");
            assertThat(stored("Task", rx.number().stem() + "-1").path("status").asText())
                    .isEqualTo("requested");
            PrescriptionCalendar calendar = new PrescriptionCalendar(eps().repository, eps().store);
            assertThat(calendar.moveDue()).isPositive();
            assertThat(stored("Task", rx.number().stem() + "-1").path("status").asText())
                    .isEqualTo("failed");
            assertThat(calendar.moveDue()).isZero();
        } finally {
            eps().clock.set(before);
        }
    }

    @Test
    default void prescriptionIsForgottenAWhileAfterItWasClaimed() {
        MadeUpPrescription rx = ordered(MadeUpPrescription.acute(1, eps().clock.today()));
        var before = eps().clock.instant();
        String claim = uuid();
        eps().send(eps().service::release, rx.releaseTo("FA012"));
        eps().send(
                        eps().service::notifyDispense,
                        rx.notification(uuid(), PrescriptionStatus.DISPENSED, List.of(FULLY_DISPENSED), by("FA012")));
        eps().send(eps().service::claim, rx.claim(claim, "FA012", before, OptionalInt.empty(), Optional.empty()));
        try {
            eps().clock.advance(Duration.ofDays(35));
            assertThat(eps().read(rx).isCleanedUp()).isFalse();
            eps().clock.advance(Duration.ofDays(1));
            assertThat(eps().read(rx).isCleanedUp()).isTrue();
            assertThat(eps().send(
                                    eps().service::claim,
                                    rx.claim(uuid(), "FA012", before, OptionalInt.empty(), Optional.of(claim)))
                            .code())
                    .isEqualTo("PRESCRIPTION_NOT_FOUND");
            assertThat(eps().send(eps().service::release, rx.releaseTo("FA012")).code())
                    .isEqualTo("RESOURCE_NOT_FOUND");
            assertThat(eps().send(eps().service::order, rx.order(uuid())).code())
                    .isEqualTo("DUPLICATE_PRESCRIPTION_ID");
            eps().clock.advance(Duration.ofDays(180)); // nobody waits for it, so it is done when the list next names it
            new PrescriptionCalendar(eps().repository, eps().store).moveDue();
            assertThat(stored("RequestGroup", rx.number().stem()).path("status").asText())
                    .isEqualTo("completed");
            assertThat(stored("Task", rx.number().stem() + "-1").path("status").asText())
                    .isEqualTo("completed");
        } finally {
            eps().clock.set(before);
        }
    }

    /** As clients send them, with a request id whose answer is kept. */
    @Test
    default void everyEventOfFourItemsIsAtMostTwelveStatements() {
        MadeUpPrescription rx = MadeUpPrescription.acute(4, eps().clock.today()).nominatedTo("FA011");
        var all = List.of(FULLY_DISPENSED, FULLY_DISPENSED, FULLY_DISPENSED, FULLY_DISPENSED);

        assertThat(statementsOfOne(eps().service::order, rx.order(uuid()))).isEqualTo(ORDER_STATEMENTS);
        assertThat(statementsOfOne(eps().service::release, MadeUpPrescription.release("FA011")))
                .isEqualTo(RELEASE_STATEMENTS);
        assertThat(statementsOfOne(
                        eps().service::notifyDispense,
                        rx.notification(uuid(), PrescriptionStatus.DISPENSED, all, by("FA011"))))
                .isEqualTo(NOTIFICATION_STATEMENTS);
        assertThat(statementsOfOne(
                        eps().service::claim,
                        rx.claim(uuid(), "FA011", eps().clock.instant(), OptionalInt.empty(), Optional.empty())))
                .isEqualTo(CLAIM_STATEMENTS);
    }

    private long statementsOfOne(BiFunction<ObjectNode, Caller, FhirResponse> event, ObjectNode message) {
        Replays replays = new Replays(eps().repository, Duration.ofMinutes(15), eps().clock);
        return eps().statementsOf(() -> assertThat(
                        replays.once(List.of(uuid()), new byte[0], () -> event.apply(message, Caller.OPEN))
                                .status())
                .isEqualTo(200));
    }

    /** Lock; the rows, one batch for each kind of index value; the list; the change; the kept answer. */
    int ORDER_STATEMENTS = 9;

    int RELEASE_STATEMENTS = 12;
    int NOTIFICATION_STATEMENTS = 12;
    int CLAIM_STATEMENTS = 12;
}
