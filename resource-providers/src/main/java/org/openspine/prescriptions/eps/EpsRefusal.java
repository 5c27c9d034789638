package org.openspine.prescriptions.eps;

import java.util.List;
import org.openspine.access.AccessError;
import org.openspine.access.AccessMode;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.api.OperationOutcomes;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.TranslationFailure;

/** Failures as this API answers them. */
final class EpsRefusal {
    private static final String RETRY_AFTER_SECONDS = "5";

    private final PrescriptionOutcomes outcomes;

    EpsRefusal(PrescriptionOutcomes outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * What the gate refused, in the words of this API.
     *
     * @param function {@code prescribing}, {@code dispensing} or {@code tracker}
     */
    static SpineException denied(AccessError denied, String text, AccessMode mode, String function) {
        return switch (denied) {
            case NO_AUTHORIZATION, EMPTY_AUTHORIZATION, NO_TOKEN, INVALID_TOKEN, EXPIRED_TOKEN, UNKNOWN_APPLICATION ->
                new SpineException(EpsError.INVALID_ACCESS_TOKEN, "Invalid access token");
            case WRONG_MODE ->
                new SpineException(
                        EpsError.FORBIDDEN,
                        mode.isApplication() ? EpsPermission.userNeeded(function) : EpsPermission.notAllowed(function));
            case WRONG_SCOPE, WRONG_ROLE -> new SpineException(EpsError.FORBIDDEN, EpsPermission.notAllowed(function));
            case WRONG_ORGANISATION -> new SpineException(EpsError.FORBIDDEN, text);
            case UNKNOWN_ROLE, AMBIGUOUS_ROLE, UNKNOWN_MODE, REPEATED_HEADER ->
                new SpineException(EpsError.REQUEST_ID, text);
            case TOO_MANY_REQUESTS -> new SpineException(EpsError.TOO_MANY_REQUESTS, text);
        };
    }

    FhirResponse of(SpineException failure) {
        if (failure.code() instanceof FindingList list) {
            return Refused.answer(list, outcomes);
        }
        if (failure.code() instanceof TranslationFailure) { // the one kind of outcome without a time
            return FhirResponse.of(failure.code().status(), OperationOutcomes.of(failure));
        }
        if (failure.code() == FhirError.INTERNAL) {
            return FhirResponse.of(
                    EpsError.SERVER_ERROR.status(),
                    JsonBody.of(ResourceJson.write(outcomes.of(List.of(Finding.of(EpsError.SERVER_ERROR))))));
        }
        FhirResponse answer = outcomes.refusal(failure);
        return answer.status() == 503 ? answer.withHeader("Retry-After", RETRY_AFTER_SECONDS) : answer;
    }
}
