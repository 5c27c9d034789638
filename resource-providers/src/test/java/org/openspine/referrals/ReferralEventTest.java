package org.openspine.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.referrals.BusinessFunction.PROVIDER_AUTHORISED_APPLICATION;
import static org.openspine.referrals.BusinessFunction.REFERRING_ADMIN;
import static org.openspine.referrals.BusinessFunction.REFERRING_CLINICIAN;
import static org.openspine.referrals.BusinessFunction.SERVICE_PROVIDER_CLINICIAN;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openspine.referrals.ReferralEvent.Situation;

class ReferralEventTest {
    @Test
    void nothingHappensToACancelledReferral() {
        for (ReferralEvent event : ReferralEvent.values()) {
            for (ServiceKind kind : ServiceKind.values()) {
                assertThat(event.after(new Situation(ReferralState.CANCELLED_REFERRAL, kind, false)))
                        .as(event.name())
                        .isEmpty();
            }
        }
    }

    @Test
    void everyActiveReferralCanBeCancelled() {
        Stream.of(ReferralState.values()).filter(state -> !state.isFinal()).forEach(state -> assertThat(
                        ReferralEvent.CANCEL_REFERRAL.after(new Situation(state, ServiceKind.OTHER, true)))
                .contains(ReferralState.CANCELLED_REFERRAL));
    }

    @Test
    void shortlistChangesOnlyWithoutALiveAppointment() {
        for (ReferralState state : ReferralState.values()) {
            boolean free = state.appointment() == ReferralState.Live.NONE && !state.isFinal();
            assertThat(ReferralEvent.CHANGE_SHORTLIST.isPossibleIn(state))
                    .as(state.name())
                    .isEqualTo(free);
        }
    }

    @Test
    void bookingNeedsADirectlyBookableService() {
        for (ServiceKind kind : ServiceKind.values()) {
            assertThat(ReferralEvent.BOOK
                            .after(new Situation(ReferralState.NOT_BOOKED, kind, false))
                            .isPresent())
                    .isEqualTo(kind == ServiceKind.DIRECTLY_BOOKABLE);
        }
    }

    @Test
    void bookingIsReviewedOnce() {
        var reviewed = new Situation(ReferralState.BOOKED, ServiceKind.DIRECTLY_BOOKABLE, true);
        assertThat(ReferralEvent.ACCEPT.after(reviewed)).isEmpty();
        assertThat(ReferralEvent.REJECT.after(reviewed)).isEmpty();
    }

    @Test
    void operatorsTellWhatHappenedToABookingAndNothingElse() {
        assertThat(ReferralEvent.ofOperator(ReferralState.BOOKED, ReferralState.DID_NOT_ATTEND))
                .contains(ReferralEvent.PATIENT_MISSES);
        assertThat(ReferralEvent.ofOperator(ReferralState.BOOKED, ReferralState.REJECTED))
                .isEqualTo(Optional.empty());
        assertThat(ReferralEvent.ofOperator(ReferralState.NOT_BOOKED, ReferralState.BOOKED))
                .isEmpty();
        assertThat(ReferralEvent.PATIENT_MISSES.isFor(SERVICE_PROVIDER_CLINICIAN))
                .isFalse();
    }

    @Test
    void eachSideHasItsEvents() {
        assertThat(ReferralEvent.BOOK.isFor(REFERRING_CLINICIAN)).isTrue();
        assertThat(ReferralEvent.BOOK.isFor(SERVICE_PROVIDER_CLINICIAN)).isFalse();
        assertThat(ReferralEvent.BOOK.isFor(REFERRING_ADMIN)).isFalse();
        assertThat(ReferralEvent.ACCEPT.isFor(PROVIDER_AUTHORISED_APPLICATION)).isTrue();
        assertThat(ReferralEvent.REJECT.isFor(PROVIDER_AUTHORISED_APPLICATION)).isFalse();
    }
}
