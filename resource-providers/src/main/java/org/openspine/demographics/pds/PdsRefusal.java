package org.openspine.demographics.pds;

import java.util.EnumMap;
import java.util.Map;
import org.openspine.access.AccessError;
import org.openspine.access.AccessMode;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.OperationOutcomes;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Failures as this API answers them: one issue, and rows of its own table only. */
final class PdsRefusal {
    private static final String RETRY_AFTER_SECONDS = "5";

    /** What failures of shared code are here; those without a row are {@link PdsError#VALIDATION_ERROR}. */
    private static final Map<FhirError, PdsError> SHARED = new EnumMap<>(Map.of(
            FhirError.NOT_FOUND, PdsError.RESOURCE_NOT_FOUND,
            FhirError.DELETED, PdsError.RESOURCE_NOT_FOUND,
            FhirError.VERSION_CONFLICT, PdsError.RESOURCE_VERSION_MISMATCH,
            FhirError.INVALID_PARAMETER, PdsError.INVALID_VALUE,
            FhirError.METHOD_NOT_ALLOWED, PdsError.UNSUPPORTED_SERVICE,
            FhirError.TIMED_OUT, PdsError.UNABLE_TO_CALL_SERVICE,
            FhirError.INTERNAL, PdsError.FAILURE_TO_PROCESS_MESSAGE,
            FhirError.OVERDUE, PdsError.SERVICE_UNAVAILABLE,
            FhirError.BUSY, PdsError.SERVICE_UNAVAILABLE));

    private PdsRefusal() {}

    /** What the gate refused: one of the published rows of authorisation, or of the access mode that {@code row} asks for. */
    static SpineException denied(AccessError denied, String text, IncomingRequest request, PdsPermission permission) {
        return switch (denied) {
            case NO_AUTHORIZATION, EMPTY_AUTHORIZATION, NO_TOKEN, INVALID_TOKEN, EXPIRED_TOKEN, UNKNOWN_APPLICATION ->
                new SpineException(PdsError.UNAUTHORISED, text);
            case WRONG_MODE, WRONG_SCOPE -> wrongMode(request, permission);
            case WRONG_ROLE, WRONG_ORGANISATION -> new SpineException(denied, text);
            case UNKNOWN_ROLE, UNKNOWN_MODE, REPEATED_HEADER -> new SpineException(PdsError.INVALID_VALUE, text);
            case AMBIGUOUS_ROLE ->
                new SpineException(PdsError.INVALID_VALUE, "Invalid value - '' in header 'NHSD-Session-URID'");
            case TOO_MANY_REQUESTS -> new SpineException(PdsError.TOO_MANY_REQUESTS);
        };
    }

    /** The refusal of the mode at this endpoint; if the mode might, it is the application that is not configured for it. */
    private static SpineException wrongMode(IncomingRequest request, PdsPermission permission) {
        try {
            permission.require(request);
        } catch (SpineException refusal) {
            return refusal;
        }
        return request.caller().mode() == AccessMode.PATIENT_ACCESS
                ? PdsPermission.patientCannot()
                : new SpineException(PdsError.UNAUTHORISED, PdsPermission.NO_OPERATION);
    }

    static FhirResponse of(SpineException failure) {
        ErrorCode row = failure.code() instanceof FhirError shared
                ? SHARED.getOrDefault(shared, PdsError.VALIDATION_ERROR)
                : failure.code();
        Problem first = failure.problems().get(0);
        String text = first.expression().isPresent() && failure.code() instanceof FhirError
                ? first.expression().get() + ": " + first.diagnostics()
                : first.diagnostics();
        FhirResponse answer = FhirResponse.of(row.status(), OperationOutcomes.of(new SpineException(row, text)));
        return row.status() == 503 ? answer.withHeader("Retry-After", RETRY_AFTER_SECONDS) : answer;
    }
}
