package org.openspine.referrals.ers;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** What the e-Referral Service answers to requests it cannot take, whatever they are about. */
public enum ErsError implements ErrorCode {
    BAD_REQUEST(400, IssueType.INVALID, System.HTTP, "REC_BAD_REQUEST"),
    PARAMETER_MISSING(400, IssueType.REQUIRED, System.HTTP, "REC_BAD_REQUEST"),
    NOT_AUTHENTICATED(401, IssueType.LOGIN, System.GATEWAY, "ACCESS_DENIED"),
    IDENTITY_TOO_WEAK(401, IssueType.FORBIDDEN, System.GATEWAY, "ACCESS_DENIED"),
    FORBIDDEN(403, IssueType.FORBIDDEN, System.HTTP, "REC_FORBIDDEN"),
    FUNCTION_NOT_HELD(403, IssueType.FORBIDDEN, System.GATEWAY, "ACCESS_DENIED"),
    NO_RELATIONSHIP(403, IssueType.FORBIDDEN, System.BUSINESS, "NO_RELATIONSHIP"),
    NOT_FOUND(404, IssueType.NOTFOUND, System.HTTP, "REC_NOT_FOUND"),
    METHOD_NOT_ALLOWED(405, IssueType.NOTSUPPORTED, System.HTTP, "REC_METHOD_NOT_ALLOWED"),
    NOT_ACCEPTABLE(406, IssueType.NOTSUPPORTED, System.HTTP, "REC_NOT_ACCEPTABLE"),
    CONFLICT(409, IssueType.CONFLICT, System.HTTP, "REC_CONFLICT"),
    PRECONDITION_FAILED(412, IssueType.REQUIRED, System.HTTP, "REC_PRECONDITION_FAILED"),
    TOO_LARGE(413, IssueType.TOOLONG, System.HTTP, "REC_BAD_REQUEST"),
    UNSUPPORTED_MEDIA_TYPE(415, IssueType.NOTSUPPORTED, System.HTTP, "REC_UNSUPPORTED_MEDIA_TYPE"),
    PENDING(422, IssueType.INVALID, System.BUSINESS, "PENDING"),
    THREATS_FOUND(422, IssueType.INVALID, System.BUSINESS, "THREATS_FOUND"),
    VALIDATION_FAILED(422, IssueType.INVALID, System.BUSINESS, "VALIDATION_FAILED"),
    LOCKED(423, IssueType.LOCKERROR, System.HTTP, "REC_LOCKED"),
    TOO_MANY_REQUESTS(429, IssueType.THROTTLED, System.GATEWAY, "TOO_MANY_REQUESTS"),
    SERVER_ERROR(500, IssueType.EXCEPTION, System.HTTP, "REC_SERVER_ERROR"),
    UNAVAILABLE(503, IssueType.TRANSIENT, System.HTTP, "REC_UNAVAILABLE");

    /** The code systems of this API. */
    static final class System {
        static final String HTTP = "https://fhir.nhs.uk/CodeSystem/http-error-codes";
        static final String GATEWAY = "https://fhir.nhs.uk/CodeSystem/NHSD-API-ErrorOrWarningCode";
        static final String BUSINESS = "https://fhir.nhs.uk/CodeSystem/ers-error-codes";

        private System() {}
    }

    private final ErrorRow row;

    ErsError(int status, IssueType issueType, String system, String code) {
        row = ErrorRow.of(status, issueType, new Coding(system, code, null));
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
