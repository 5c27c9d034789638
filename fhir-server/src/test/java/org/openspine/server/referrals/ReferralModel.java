package org.openspine.server.referrals;

import java.util.Set;
import java.util.TreeSet;

/** A referral as the contract describes it (4.1, 4.2, 4.4, 5.5, 7), written down again without the program's own table. */
final class ReferralModel {
    /** What can be tried with a referral: by referrers, by providers, and last by an operator. */
    enum Step {
        SHORTLIST,
        SHORTLIST_FOR_TRIAGE,
        BOOK,
        DEFER,
        TRIAGE,
        CANCEL_BOOKING,
        ACCEPT,
        REJECT,
        ACTION_LATER,
        BOOK_LATER,
        RETURN,
        PROVIDER_CANCELS,
        PATIENT_MISSES,
        ASSESSMENT_ENDS,
        CANCEL;

        boolean isOfOperator() {
            return this == PROVIDER_CANCELS || this == PATIENT_MISSES || this == ASSESSMENT_ENDS;
        }
    }

    private static final Set<String> BOOKABLE = Set.of(
            "NOT_BOOKED", "REJECTED", "TRIAGE_RESPONSE", "APPT_CANCELLED_BY_PATIENT", "APPT_CANCELLED_BY_PROVIDER");
    private static final Set<String> ENDED_ELSEWHERE = Set.of("DID_NOT_ATTEND", "ASSESSMENT_RESULT");
    private static final Set<String> TO_REVIEW = Set.of("AWAITING_TRIAGE", "DEFERRED_TO_PROVIDER");

    private String state = "NOT_BOOKED";
    private String reason = "";
    private String appointment = "";
    private String task = "";
    private boolean reviewed;
    private boolean triageOnly;
    private boolean slotBusy;

    String state() {
        return state;
    }

    /** Code; empty if the state has none. */
    String reason() {
        return reason;
    }

    /** Status of the current appointment; empty if there is none. */
    String appointment() {
        return appointment;
    }

    /** Status of the task to find an appointment; empty if there is none. */
    String task() {
        return task;
    }

    /** Whether the slot that was booked last is taken. */
    boolean isSlotBusy() {
        return slotBusy;
    }

    String requestStatus() {
        return isOver() ? "revoked" : "active";
    }

    private boolean isOver() {
        return state.equals("CANCELLED_REFERRAL");
    }

    private boolean isUnplaced() {
        return BOOKABLE.contains(state) || ENDED_ELSEWHERE.contains(state);
    }

    boolean isPossible(Step step) {
        return switch (step) {
            case SHORTLIST, SHORTLIST_FOR_TRIAGE -> isUnplaced();
            case BOOK, DEFER -> BOOKABLE.contains(state) && !triageOnly;
            case TRIAGE -> BOOKABLE.contains(state);
            case ACCEPT, REJECT, ACTION_LATER -> state.equals("BOOKED") && !reviewed;
            case BOOK_LATER, RETURN -> TO_REVIEW.contains(state);
            case CANCEL_BOOKING, PROVIDER_CANCELS, PATIENT_MISSES, ASSESSMENT_ENDS -> state.equals("BOOKED");
            case CANCEL -> !isOver();
        };
    }

    void take(Step step) {
        boolean wasBooked = state.equals("BOOKED");
        reviewed = step == Step.ACCEPT;
        switch (step) {
            case SHORTLIST -> enter("NOT_BOOKED", "", "");
            case SHORTLIST_FOR_TRIAGE, TRIAGE -> enter("AWAITING_TRIAGE", "TRIAGE", "proposed");
            case BOOK, ACCEPT -> enter("BOOKED", "", "booked");
            case DEFER -> enter("DEFERRED_TO_PROVIDER", "NO_SLOTS_AT_SERVICE", "proposed");
            case REJECT -> enter("REJECTED", "OTHER", "cancelled");
            case ACTION_LATER -> enter("TRIAGED_PROVIDER_TO_ACTION", "CANCEL_APPOINTMENT_ACTION_LATER", "proposed");
            case BOOK_LATER -> enter("TRIAGED_PROVIDER_TO_ACTION", "ACCEPT_REFER_BOOK_LATER", "proposed");
            case RETURN -> enter("TRIAGE_RESPONSE", "RETURN_TO_REFERRER_WITH_ADVICE", "proposed");
            case CANCEL_BOOKING -> enter("APPT_CANCELLED_BY_PATIENT", "PATIENT_HOLIDAY", "cancelled");
            case PROVIDER_CANCELS -> enter("APPT_CANCELLED_BY_PROVIDER", "", "cancelled");
            case PATIENT_MISSES -> enter("DID_NOT_ATTEND", "", "noshow");
            case ASSESSMENT_ENDS -> enter("ASSESSMENT_RESULT", "", "fulfilled");
            case CANCEL -> enter("CANCELLED_REFERRAL", "PATIENT_DIED", wasBooked ? "cancelled" : appointment);
        }
        if (step == Step.SHORTLIST || step == Step.SHORTLIST_FOR_TRIAGE) {
            triageOnly = step == Step.SHORTLIST_FOR_TRIAGE;
        }
        if (step == Step.BOOK) {
            slotBusy = true;
        } else if (wasBooked && appointment.matches("cancelled|proposed")) {
            slotBusy = false;
        }
        if (step == Step.ACTION_LATER || step == Step.BOOK_LATER) {
            task = "requested";
        } else if (isOver() && !task.isEmpty()) {
            task = "cancelled";
        }
    }

    private void enter(String next, String why, String status) {
        state = next;
        reason = why;
        appointment = status;
    }

    /** The worklists on which it stands. */
    Set<String> lists() {
        Set<String> lists = new TreeSet<>();
        switch (state) {
            case "NOT_BOOKED", "APPT_CANCELLED_BY_PATIENT", "APPT_CANCELLED_BY_PROVIDER" ->
                lists.add("AWAITING_BOOKING");
            case "AWAITING_TRIAGE" -> lists.addAll(Set.of("AWAITING_BOOKING", "REFERRALS_FOR_REVIEW"));
            case "DEFERRED_TO_PROVIDER" -> lists.addAll(Set.of("AWAITING_BOOKING", "APPOINTMENT_SLOT_ISSUES"));
            case "REJECTED", "TRIAGE_RESPONSE" -> lists.add("REJECTED_TRIAGE_RESPONSE");
            case "DID_NOT_ATTEND", "ASSESSMENT_RESULT" -> lists.add("ASSESSMENT_RETURNED_CANCELLED_DNA");
            case "BOOKED" -> {
                if (!reviewed) {
                    lists.add("REFERRALS_FOR_REVIEW");
                }
            }
            default -> {
                // with the provider's office, or over
            }
        }
        return lists;
    }

    /** What A029 tells the referrer. */
    Set<String> actionsOfReferrer() {
        Set<String> actions = new TreeSet<>();
        if (BOOKABLE.contains(state)) {
            actions.add("CREATE_APPOINTMENT");
        }
        if (isUnplaced()) {
            actions.addAll(Set.of("CHANGE_SHORTLIST", "CHANGE_SHORTLIST_AND_SEND_FOR_TRIAGE"));
        }
        if (state.equals("BOOKED")) {
            actions.add("CANCEL_DIRECTLY_BOOKED_APPOINTMENT");
        }
        if (!isOver()) {
            actions.add("CANCEL_REFERRAL");
        }
        return actions;
    }

    /** What A029 tells the provider. */
    Set<String> actionsOfProvider() {
        Set<String> actions = new TreeSet<>();
        if (TO_REVIEW.contains(state)) {
            actions.add("RECORD_REVIEW_OUTCOME");
        }
        if (!isOver()) {
            actions.add("CANCEL_REFERRAL");
        }
        return actions;
    }
}
