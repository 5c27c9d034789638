package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.openspine.error.Problem;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.Spelling;

/** Which reason may be given for what, by whom; from the properties of the reference data. Pure. */
final class Reasons {
    private Reasons() {}

    /** Why a provider rejects a referral. */
    static ReferenceData.Concept rejection(JsonNode coding, BusinessFunction function, String comments, Instant now) {
        var reason =
                known("rejectionReason", coding, ReferenceData.APPOINTMENT_CANCELLATION, BusinessError.INVALID_CODE);
        boolean fitting = reason.is("usage", "REJECT")
                && reason.is("appointmentBookingCancellationReasonType", "PROVIDER_REJECT")
                && reason.isFor(function)
                && reason.isInForce(now);
        require(fitting, "rejectionReason");
        requireComment(reason, "rejectionComments", comments, BusinessError.VALUE_IS_REQUIRED);
        return reason;
    }

    /** Why a referrer cancels a booked appointment. */
    static ReferenceData.Concept appointment(JsonNode coding, BusinessFunction function, String comment, Instant now) {
        String code = coding.path("code").asText();
        boolean ofReferrals = ReferenceData.concept(ReferenceData.APPOINTMENT_CANCELLATION, code)
                        .isEmpty()
                && ReferenceData.concept(ReferenceData.REFERRAL_CANCELLATION, code)
                        .isPresent();
        require(!ofReferrals, "reason");
        var reason = known("reason", coding, ReferenceData.APPOINTMENT_CANCELLATION, BusinessError.INVALID_VALUE);
        boolean fitting = reason.is("usage", "CANCEL") && reason.isFor(function) && reason.isInForce(now);
        require(fitting, "reason");
        requireComment(reason, "comment", comment, BusinessError.MISSING_VALUE);
        return reason;
    }

    /** Why somebody cancels a referral. */
    static ReferenceData.Concept referral(
            JsonNode coding, BusinessFunction function, ReferralState state, String comments, Instant now) {
        var reason =
                known("cancellationReason", coding, ReferenceData.REFERRAL_CANCELLATION, BusinessError.INVALID_CODE);
        boolean fitting = reason.is("referrerUsage", "CANCEL_REFERRAL")
                && reason.isFor(function)
                && reason.isInForce(now)
                && (!function.isProvider() || isProviders(reason, state))
                && (state != ReferralState.BOOKED || reason.isTrue("canCancelAppointment"));
        require(fitting, "cancellationReason");
        requireComment(reason, "cancellationComments", comments, BusinessError.VALUE_IS_REQUIRED);
        return reason;
    }

    private static boolean isProviders(ReferenceData.Concept reason, ReferralState state) {
        boolean inTriage = state == ReferralState.AWAITING_TRIAGE || state == ReferralState.TRIAGED_PROVIDER_TO_ACTION;
        return switch (reason.value("appointmentRequestCancellationReasonType")) {
            case "PROVIDER", "PATIENT" -> true;
            case "PROVIDER_TRIAGE" -> inTriage;
            default -> false;
        };
    }

    private static ReferenceData.Concept known(String name, JsonNode coding, String set, BusinessError unknown) {
        String code = Inputs.code(name, coding, Spelling.REFERENCE_DATA + set);
        return ReferenceData.concept(set, code)
                .orElseThrow(() ->
                        unknown.because("'%s' (%s) is not a code of the set".formatted(name, Problem.shown(code))));
    }

    private static void require(boolean fitting, String name) {
        if (!fitting) {
            throw BusinessError.INAPPROPRIATE_VALUE.because(
                    "'%s' The reason provided is not valid in this case".formatted(name));
        }
    }

    private static void requireComment(
            ReferenceData.Concept reason, String name, String comment, BusinessError missing) {
        if (reason.isTrue("commentIsMandatory") && comment.isBlank()) {
            throw missing.because("'%s' is required with this reason".formatted(name));
        }
    }
}
