package org.openspine.referrals;

import static org.openspine.referrals.BusinessFunction.PROVIDER_AUTHORISED_APPLICATION;
import static org.openspine.referrals.BusinessFunction.REFERRING_CLINICIAN;
import static org.openspine.referrals.BusinessFunction.REFERRING_CLINICIAN_ADMIN;
import static org.openspine.referrals.BusinessFunction.SERVICE_PROVIDER_CLINICIAN;
import static org.openspine.referrals.BusinessFunction.SERVICE_PROVIDER_CLINICIAN_ADMIN;
import static org.openspine.referrals.ReferralState.APPT_CANCELLED_BY_PATIENT;
import static org.openspine.referrals.ReferralState.APPT_CANCELLED_BY_PROVIDER;
import static org.openspine.referrals.ReferralState.ASSESSMENT_RESULT;
import static org.openspine.referrals.ReferralState.AWAITING_TRIAGE;
import static org.openspine.referrals.ReferralState.BOOKED;
import static org.openspine.referrals.ReferralState.CANCELLED_REFERRAL;
import static org.openspine.referrals.ReferralState.DEFERRED_TO_PROVIDER;
import static org.openspine.referrals.ReferralState.DID_NOT_ATTEND;
import static org.openspine.referrals.ReferralState.NOT_BOOKED;
import static org.openspine.referrals.ReferralState.REJECTED;
import static org.openspine.referrals.ReferralState.TRIAGED_PROVIDER_TO_ACTION;
import static org.openspine.referrals.ReferralState.TRIAGE_RESPONSE;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The life of a referral as a table: what may happen in which state, who may make it happen, what must hold besides, and the state
 * it leads to. Pure.
 */
public enum ReferralEvent {
    // what                       from                 who         guard                           to
    CHANGE_SHORTLIST(From.UNPLACED, Who.REFERRERS, Guard.NONE, NOT_BOOKED),
    SHORTLIST_AND_TRIAGE(From.UNPLACED, Who.REFERRERS, Guard.TRIAGE_SERVICE, AWAITING_TRIAGE),
    BOOK(From.BOOKABLE, Who.REFERRERS, Guard.DIRECTLY_BOOKABLE, BOOKED),
    DEFER(From.BOOKABLE, Who.REFERRERS, Guard.DIRECTLY_BOOKABLE, DEFERRED_TO_PROVIDER),
    SEND_FOR_TRIAGE(From.BOOKABLE, Who.REFERRERS, Guard.TRIAGE_SERVICE, AWAITING_TRIAGE),
    ACCEPT(From.BOOKED_ONLY, Who.PROVIDERS_AND_APPLICATIONS, Guard.UNREVIEWED, BOOKED),
    REJECT(From.BOOKED_ONLY, Who.PROVIDERS, Guard.UNREVIEWED, REJECTED),
    CANCEL_AND_ACTION_LATER(From.BOOKED_ONLY, Who.PROVIDERS, Guard.UNREVIEWED, TRIAGED_PROVIDER_TO_ACTION),
    ACCEPT_AND_BOOK_LATER(From.AWAITING_REVIEW, Who.PROVIDERS_AND_APPLICATIONS, Guard.NONE, TRIAGED_PROVIDER_TO_ACTION),
    RETURN_WITH_ADVICE(From.AWAITING_REVIEW, Who.PROVIDERS_AND_APPLICATIONS, Guard.NONE, TRIAGE_RESPONSE),
    CANCEL_APPOINTMENT(From.BOOKED_ONLY, Who.REFERRERS, Guard.DIRECTLY_BOOKABLE, APPT_CANCELLED_BY_PATIENT),
    CANCEL_REFERRAL(From.ACTIVE, Who.CLINICIANS_AND_APPLICATIONS, Guard.NONE, CANCELLED_REFERRAL),
    PROVIDER_CANCELS(From.BOOKED_ONLY, Who.OPERATORS, Guard.NONE, APPT_CANCELLED_BY_PROVIDER),
    PATIENT_MISSES(From.BOOKED_ONLY, Who.OPERATORS, Guard.NONE, DID_NOT_ATTEND),
    ASSESSMENT_ENDS(From.BOOKED_ONLY, Who.OPERATORS, Guard.NONE, ASSESSMENT_RESULT);

    private static final class From {
        static final Set<ReferralState> UNPLACED = EnumSet.of(
                NOT_BOOKED,
                REJECTED,
                TRIAGE_RESPONSE,
                APPT_CANCELLED_BY_PATIENT,
                APPT_CANCELLED_BY_PROVIDER,
                DID_NOT_ATTEND,
                ASSESSMENT_RESULT);
        static final Set<ReferralState> BOOKABLE = EnumSet.of(
                NOT_BOOKED, APPT_CANCELLED_BY_PATIENT, APPT_CANCELLED_BY_PROVIDER, REJECTED, TRIAGE_RESPONSE);
        static final Set<ReferralState> BOOKED_ONLY = EnumSet.of(BOOKED);
        static final Set<ReferralState> AWAITING_REVIEW = EnumSet.of(AWAITING_TRIAGE, DEFERRED_TO_PROVIDER);
        static final Set<ReferralState> ACTIVE = EnumSet.complementOf(EnumSet.of(CANCELLED_REFERRAL));
    }

    private static final class Who {
        static final Set<BusinessFunction> REFERRERS = EnumSet.of(REFERRING_CLINICIAN, REFERRING_CLINICIAN_ADMIN);
        static final Set<BusinessFunction> PROVIDERS =
                EnumSet.of(SERVICE_PROVIDER_CLINICIAN, SERVICE_PROVIDER_CLINICIAN_ADMIN);
        static final Set<BusinessFunction> PROVIDERS_AND_APPLICATIONS = EnumSet.of(
                SERVICE_PROVIDER_CLINICIAN, SERVICE_PROVIDER_CLINICIAN_ADMIN, PROVIDER_AUTHORISED_APPLICATION);
        static final Set<BusinessFunction> CLINICIANS_AND_APPLICATIONS = EnumSet.of(
                REFERRING_CLINICIAN,
                REFERRING_CLINICIAN_ADMIN,
                SERVICE_PROVIDER_CLINICIAN,
                SERVICE_PROVIDER_CLINICIAN_ADMIN,
                PROVIDER_AUTHORISED_APPLICATION);
        /** Nobody at the national API: a message of the provider's system, or an update by an operator. */
        static final Set<BusinessFunction> OPERATORS = EnumSet.noneOf(BusinessFunction.class);
    }

    /** What must hold beside the state. */
    public enum Guard {
        NONE {
            @Override
            boolean holds(Situation situation) {
                return true;
            }
        },
        /** The service that the event is about is booked by the referrer. */
        DIRECTLY_BOOKABLE {
            @Override
            boolean holds(Situation situation) {
                return situation.service() == ServiceKind.DIRECTLY_BOOKABLE;
            }
        },
        TRIAGE_SERVICE {
            @Override
            boolean holds(Situation situation) {
                return situation.service() == ServiceKind.TRIAGE;
            }
        },
        /** The provider has not yet decided about this booking. */
        UNREVIEWED {
            @Override
            boolean holds(Situation situation) {
                return !situation.reviewed();
            }
        };

        abstract boolean holds(Situation situation);
    }

    /**
     * What a guard looks at.
     *
     * @param service of the service that the event is about; {@link ServiceKind#OTHER} where there is none
     * @param reviewed whether the provider accepted the booking
     */
    public record Situation(ReferralState state, ServiceKind service, boolean reviewed) {}

    private final Set<ReferralState> from;
    private final Set<BusinessFunction> who;
    private final Guard guard;
    private final ReferralState to;

    ReferralEvent(Set<ReferralState> from, Set<BusinessFunction> who, Guard guard, ReferralState to) {
        this.from = from;
        this.who = who;
        this.guard = guard;
        this.to = to;
    }

    public boolean isFor(BusinessFunction function) {
        return who.contains(function);
    }

    public boolean isPossibleIn(ReferralState state) {
        return from.contains(state);
    }

    public Guard guard() {
        return guard;
    }

    public ReferralState to() {
        return to;
    }

    /** The state after the event; empty if it cannot happen in this situation. */
    public Optional<ReferralState> after(Situation situation) {
        return isPossibleIn(situation.state()) && guard.holds(situation) ? Optional.of(to) : Optional.empty();
    }

    /** The event by which an operator may move a referral from one state to another with a plain update. */
    public static Optional<ReferralEvent> ofOperator(ReferralState before, ReferralState after) {
        for (ReferralEvent event : values()) {
            if (event.who.isEmpty() && event.from.contains(before) && event.to == after) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }
}
