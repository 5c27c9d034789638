package org.openspine.referrals;

import java.util.Arrays;
import java.util.Optional;

/** Where a referral stands; kept in {@code Extension-eRS-ReferralState}. */
public enum ReferralState {
    NOT_BOOKED("Not Booked", Live.NONE),
    BOOKED("Booked", Live.BOOKED),
    DEFERRED_TO_PROVIDER("Deferred To Provider", Live.PROPOSED),
    AWAITING_TRIAGE("Awaiting Triage", Live.PROPOSED),
    TRIAGED_PROVIDER_TO_ACTION("Triaged - Provider To Action", Live.PROPOSED),
    /** The appointment of the triage stays as the answer; it binds nobody. */
    TRIAGE_RESPONSE("Triage Response", Live.NONE),
    REJECTED("Rejected", Live.NONE),
    APPT_CANCELLED_BY_PATIENT("Appointment Cancelled by Patient", Live.NONE),
    APPT_CANCELLED_BY_PROVIDER("Appointment Cancelled by Provider", Live.NONE),
    DID_NOT_ATTEND("Did Not Attend", Live.NONE),
    ASSESSMENT_RESULT("Assessment Result", Live.NONE),
    CANCELLED_REFERRAL("Cancelled Referral", Live.NONE);

    public static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/eRS-ReferralState";

    /** The appointment that a referral in this state has and that is not over. */
    public enum Live {
        NONE,
        PROPOSED,
        BOOKED
    }

    private final String display;
    private final Live appointment;

    ReferralState(String display, Live appointment) {
        this.display = display;
        this.appointment = appointment;
    }

    public static Optional<ReferralState> coded(String code) {
        return Arrays.stream(values())
                .filter(state -> state.name().equals(code))
                .findFirst();
    }

    public String display() {
        return display;
    }

    public Live appointment() {
        return appointment;
    }

    public boolean isFinal() {
        return this == CANCELLED_REFERRAL;
    }

    /** {@code ServiceRequest.status} of a referral in this state. */
    public String requestStatus() {
        return isFinal() ? "revoked" : "active";
    }
}
