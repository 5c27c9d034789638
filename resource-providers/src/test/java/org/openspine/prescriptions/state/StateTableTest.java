package org.openspine.prescriptions.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.prescriptions.state.PrescriptionStatus.CLAIMED;
import static org.openspine.prescriptions.state.PrescriptionStatus.DISPENSED;
import static org.openspine.prescriptions.state.PrescriptionStatus.EXPIRED;
import static org.openspine.prescriptions.state.PrescriptionStatus.NOT_DISPENSED;
import static org.openspine.prescriptions.state.PrescriptionStatus.WITH_DISPENSER;
import static org.openspine.prescriptions.state.PrescriptionStatus.WITH_DISPENSER_ACTIVE;

import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openspine.prescriptions.state.StateTable.Event;

class StateTableTest {
    @Test
    void everyEventHasOneEffectInEveryStatus() {
        for (Event event : Event.values()) {
            for (PrescriptionStatus status : PrescriptionStatus.values()) {
                StateTable.Effect effect = StateTable.effect(event, status);
                assertThat(effect.refusal().isPresent() && effect.next().isPresent())
                        .as("%s in %s", event, status)
                        .isFalse();
            }
        }
    }

    @Test
    void releaseIsRefusedAsTheServicePublishes() {
        assertThat(StateTable.refusal(Event.RELEASE, WITH_DISPENSER_ACTIVE))
                .contains(Refusal.PRESCRIPTION_WITH_ANOTHER_DISPENSER);
        assertThat(StateTable.refusal(Event.RELEASE, EXPIRED)).contains(Refusal.PRESCRIPTION_EXPIRED);
        assertThat(StateTable.refusal(Event.RELEASE, PrescriptionStatus.CANCELLED))
                .contains(Refusal.PRESCRIPTION_CANCELLED);
        for (PrescriptionStatus over : EnumSet.of(DISPENSED, NOT_DISPENSED, CLAIMED, PrescriptionStatus.NO_CLAIMED)) {
            assertThat(StateTable.refusal(Event.RELEASE, over)).contains(Refusal.PRESCRIPTION_DISPENSED);
        }
        for (PrescriptionStatus none : EnumSet.of(
                PrescriptionStatus.FUTURE_ISSUE, PrescriptionStatus.FUTURE, PrescriptionStatus.CANCELLED_FUTURE)) {
            assertThat(StateTable.refusal(Event.RELEASE, none)).contains(Refusal.RESOURCE_NOT_FOUND);
        }
    }

    @Test
    void awaitingReleaseIsGivenByNumberButNotInBulk() {
        assertThat(StateTable.effect(Event.RELEASE, PrescriptionStatus.AWAITING_RELEASE)
                        .next())
                .contains(WITH_DISPENSER);
        assertThat(StateTable.refusal(Event.NOMINATED_RELEASE, PrescriptionStatus.AWAITING_RELEASE))
                .isPresent();
    }

    @Test
    void onlyWhatWasSuppliedIsClaimed() {
        for (PrescriptionStatus status : PrescriptionStatus.values()) {
            Optional<Refusal> expected =
                    switch (status) {
                        case DISPENSED, NOT_DISPENSED -> Optional.empty();
                        case CLAIMED -> Optional.of(Refusal.PRESCRIPTION_INVALID_STATE_TRANSITION);
                        default -> Optional.of(Refusal.CLAIM_INVALID_NOT_DISPENSED);
                    };
            assertThat(StateTable.refusal(Event.CLAIM, status)).isEqualTo(expected);
        }
    }

    @Test
    void expiryEndsWhatIsOpenAndDispensesWhatIsActive() {
        assertThat(StateTable.next(Event.EXPIRY, WITH_DISPENSER)).isEqualTo(EXPIRED);
        assertThat(StateTable.next(Event.EXPIRY, WITH_DISPENSER_ACTIVE)).isEqualTo(DISPENSED);
        assertThat(ItemStatus.PARTLY_DISPENSED.expired()).isEqualTo(ItemStatus.FULLY_DISPENSED);
        assertThat(ItemStatus.OWING.expired()).isEqualTo(ItemStatus.ITEM_NOT_DISPENSED);
        assertThat(ItemStatus.ITEM_WITH_DISPENSER.expired()).isEqualTo(ItemStatus.EXPIRED_ITEM);
    }

    @Test
    void codesAreFoundAgain() {
        for (PrescriptionStatus status : PrescriptionStatus.values()) {
            assertThat(PrescriptionStatus.of(status.code())).contains(status);
        }
        for (ItemStatus status : ItemStatus.values()) {
            assertThat(ItemStatus.of(status.code())).contains(status);
        }
    }
}
