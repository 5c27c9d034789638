package org.openspine.referrals.ers;

import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralEvent;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.ServiceKind;

/** Asks the table of {@link ReferralEvent} whether something may happen, and says in this API's words why not. */
final class Situations {
    private Situations() {}

    /** Throws {@link BusinessError#INVALID_REQUEST_TYPE} if the request is over. */
    static void requireActive(Referral request) {
        if (!request.isActive()) {
            throw BusinessError.INVALID_REQUEST_TYPE.because("The request is not active");
        }
    }

    /** Throws {@link BusinessError#INVALID_REQUEST_STATE} if the event is impossible in the state of the active referral. */
    static void requireState(Referral referral, ReferralEvent event) {
        requireActive(referral);
        if (!event.isPossibleIn(state(referral))) {
            throw BusinessError.INVALID_REQUEST_STATE.because(
                    "This is not possible while the referral is in state %s".formatted(state(referral)));
        }
    }

    /** The state after the event. Throws {@link BusinessError#INVALID_REQUEST_STATE} if it cannot happen. */
    static ReferralState require(Referral referral, ReferralEvent event, ServiceKind service) {
        requireState(referral, event);
        return event.after(new ReferralEvent.Situation(state(referral), service, referral.isReviewed()))
                .orElseThrow(() -> BusinessError.INVALID_REQUEST_STATE.because(
                        switch (event.guard()) {
                            case UNREVIEWED -> "The referral was reviewed already";
                            case DIRECTLY_BOOKABLE -> "The service is not directly bookable";
                            case TRIAGE_SERVICE -> "The service is not a triage service";
                            case NONE -> "This is not possible now";
                        }));
    }

    private static ReferralState state(Referral referral) {
        return referral.state()
                .orElseThrow(() -> BusinessError.INVALID_REQUEST_STATE.because("The record tells no referral state"));
    }
}
