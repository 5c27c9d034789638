package org.openspine.demographics.directory;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** The published error table of the Spine Directory Service. */
public enum DirectoryError implements ErrorCode {
    BAD_REQUEST(400, "BAD_REQUEST", IssueType.REQUIRED, "Bad request"),
    UNAUTHORISED(401, "ACCESS_DENIED", IssueType.FORBIDDEN, "Access Denied"),
    FORBIDDEN(403, "ACCESS_DENIED", IssueType.FORBIDDEN, "Access Denied"),
    NO_RECORD_FOUND(404, "NO_RECORD_FOUND", IssueType.NOTFOUND, "No record found"),
    NOT_IMPLEMENTED(405, "NOT_IMPLEMENTED", IssueType.NOTSUPPORTED, "Not implemented"),
    MISSING_OR_INVALID_HEADER(
            406, "MISSING_OR_INVALID_HEADER", IssueType.NOTSUPPORTED, "There is a required header missing or invalid"),
    TOO_MANY_REQUESTS(429, "TOO_MANY_REQUESTS", IssueType.THROTTLED, "Too many requests"),
    INTERNAL_SERVER_ERROR(500, "INTERNAL_SERVER_ERROR", IssueType.EXCEPTION, "Unexpected internal server error"),
    TIMED_OUT(504, "INTERNAL_SERVER_ERROR", IssueType.TIMEOUT, "Unexpected internal server error");

    private static final String SYSTEM = "https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1";

    private final ErrorRow row;

    DirectoryError(int status, String code, IssueType issueType, String display) {
        row = ErrorRow.of(status, issueType, new Coding(SYSTEM, code, display));
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
