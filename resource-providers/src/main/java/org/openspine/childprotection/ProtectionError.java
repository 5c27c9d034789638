package org.openspine.childprotection;

import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** The published error table of child protection and patient flags. Some rows of the flags API have no code. */
public enum ProtectionError implements ErrorCode {
    INVALID_SEARCH_DATA(400, IssueType.INVALID, "INVALID_SEARCH_DATA", "Search data is invalid"),
    PRECONDITION_FAILED(400, IssueType.INVALID, "PRECONDITION_FAILED", "Required condition was not fulfilled"),
    INVALID_VALUE(400, IssueType.INVALID, "INVALID_VALUE", "Invalid value"),
    UNSUPPORTED_VALUE(400, IssueType.INVALID, "UNSUPPORTED_VALUE", "Unsupported value"),
    VALIDATION_ERROR(400, IssueType.INVALID, "VALIDATION_ERROR", "Validation error"),
    /** What the flags API answers to a request that is not as it should be. */
    INVALID(400, IssueType.INVALID, "", ""),
    /** The same where something is missing. */
    REQUIRED(400, IssueType.REQUIRED, "", ""),
    NO_SUCH_FLAG(400, IssueType.INVALID, "RESOURCE_NOT_FOUND", "Resource not found"),
    UNAUTHORISED(401, IssueType.FORBIDDEN, "ACCESS_DENIED", "Access has been denied to process this request"),
    ACCESS_DENIED(403, IssueType.FORBIDDEN, "ACCESS_DENIED", "Access has been denied to process this request"),
    RESOURCE_NOT_FOUND(404, IssueType.NOTFOUND, "RESOURCE_NOT_FOUND", "Resource not found"),
    UNKNOWN_PATIENT(404, IssueType.NOTFOUND, "", ""),
    NOTHING_TO_REMOVE(404, IssueType.NOTFOUND, IssueSeverity.WARNING, "", ""),
    UNKNOWN_PATH(404, IssueType.NOTFOUND, "", ""),
    METHOD_NOT_ALLOWED(405, IssueType.NOTSUPPORTED, "", ""),
    NOT_ACCEPTABLE(406, IssueType.NOTSUPPORTED, "", ""),
    REQUEST_TIMED_OUT(408, IssueType.TIMEOUT, "", ""),
    TOO_LARGE(413, IssueType.TOOLONG, "", ""),
    UNSUPPORTED_MEDIA_TYPE(415, IssueType.NOTSUPPORTED, "", ""),
    TOO_MANY_REQUESTS(429, IssueType.THROTTLED, "TOO_MANY_REQUESTS", "Too many requests"),
    FAILURE_TO_PROCESS_MESSAGE(500, IssueType.EXCEPTION, "FAILURE_TO_PROCESS_MESSAGE", "Failure to process message"),
    SERVICE_UNAVAILABLE(503, IssueType.TRANSIENT, "SERVICE_UNAVAILABLE", "Service unavailable");

    static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode";

    private final ErrorRow row;

    ProtectionError(int status, IssueType issueType, String code, String display) {
        this(status, issueType, IssueSeverity.ERROR, code, display);
    }

    ProtectionError(int status, IssueType issueType, IssueSeverity severity, String code, String display) {
        row = new ErrorRow(
                status,
                severity,
                issueType,
                code.isEmpty() ? Optional.empty() : Optional.of(new Coding(SYSTEM, code, display)));
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
