package org.openspine.prescriptions.eps;

import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** Failures of requests that have nothing to do with prescriptions, and refusals of senders. */
public enum EpsError implements ErrorCode {
    INVALID_ACCESS_TOKEN(
            401, IssueSeverity.ERROR, IssueType.FORBIDDEN, spine("ACCESS_DENIED", "Access Denied - Unauthorised")),
    HEADER(
            403,
            IssueSeverity.ERROR,
            IssueType.INVALID,
            spine("MISSING_OR_INVALID_HEADER", "There is a header missing or invalid")),
    REQUEST_ID(
            400,
            IssueSeverity.ERROR,
            IssueType.INVALID,
            spine("MISSING_OR_INVALID_HEADER", "There is a header missing or invalid")),
    FORBIDDEN(403, IssueSeverity.FATAL, IssueType.FORBIDDEN, Optional.empty()),
    TOO_MANY_REQUESTS(429, IssueSeverity.ERROR, IssueType.THROTTLED, spine("TOO_MANY_REQUESTS", "Too many requests")),
    SWITCHED_OFF(400, IssueSeverity.FATAL, IssueType.NOTSUPPORTED, Optional.empty()),
    UNREADABLE(400, IssueSeverity.ERROR, IssueType.INVALID, Optional.empty()),
    INVALID_SIGNATURE(400, IssueSeverity.ERROR, IssueType.INVALID, Optional.empty()),
    SERVER_ERROR(
            500,
            IssueSeverity.FATAL,
            IssueType.EXCEPTION,
            Optional.of(new Coding(
                    "https://fhir.nhs.uk/CodeSystem/http-error-codes",
                    "SERVER_ERROR",
                    "500: The Server has encountered an error processing the request.")));

    private final ErrorRow row;

    EpsError(int status, IssueSeverity severity, IssueType issueType, Optional<Coding> details) {
        row = new ErrorRow(status, severity, issueType, details);
    }

    private static Optional<Coding> spine(String code, String display) {
        return Optional.of(new Coding("https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode", code, display));
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
