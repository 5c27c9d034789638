package org.openspine.prescriptions.tracker;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.access.AccessError;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** The published error table of the clinical prescription tracker. */
public enum TrackerError implements ErrorCode {
    BAD_REQUEST(400, IssueType.VALUE, "400: The Server was unable to process the request."),
    UNAUTHORIZED(401, IssueType.FORBIDDEN, "401: The Server deemed you unauthorized to make this request."),
    FORBIDDEN(403, IssueType.FORBIDDEN, "403: The Server deemed you do not have permission to make this request."),
    NOT_FOUND(404, IssueType.NOTFOUND, "404: The Server was unable to find the specified resource."),
    TOO_MANY_REQUESTS(429, IssueType.THROTTLED, "429: Too many requests have been made to the Server."),
    TIMEOUT(408, IssueType.TIMEOUT, "408: The request to the Server timed out."),
    SERVER_ERROR(500, IssueType.EXCEPTION, "500: The Server has encountered an error processing the request.");

    private final ErrorRow row;

    TrackerError(int status, IssueType issueType, String display) {
        row = ErrorRow.of(
                status, issueType, new Coding("https://fhir.nhs.uk/CodeSystem/http-error-codes", name(), display));
    }

    /** What failures of shared code are here, and what the gate refused. */
    private static TrackerError of(ErrorCode code) {
        if (code instanceof AccessError denied) {
            return switch (denied.status()) {
                case 401 -> UNAUTHORIZED;
                case 403 -> FORBIDDEN;
                case 429 -> TOO_MANY_REQUESTS;
                default -> BAD_REQUEST;
            };
        }
        if (code == FhirError.TIMED_OUT) {
            return TIMEOUT;
        }
        boolean ours = code == FhirError.INTERNAL || code == FhirError.BUSY || code == FhirError.OVERDUE;
        return ours ? SERVER_ERROR : BAD_REQUEST;
    }

    /** A failure as the APIs with this table tell it. */
    public static SpineException told(SpineException failure) {
        return failure.code() instanceof TrackerError
                ? failure
                : new SpineException(of(failure.code()), failure.problems());
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
