package org.openspine.server.access;

import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;

/** What is answered at national paths to those who may not, before the API itself is asked. */
public enum AccessError implements ErrorCode {
    NO_TOKEN(401, IssueType.LOGIN, "ACCESS_DENIED", "Access Denied - Unauthorised"),
    NOT_ALLOWED(403, IssueType.FORBIDDEN, "ACCESS_DENIED", "Access denied to resource"),
    INVALID_VALUE(400, IssueType.VALUE, "INVALID_VALUE", "Provided value is invalid"),
    MISSING_VALUE(400, IssueType.REQUIRED, "MISSING_VALUE", "Required value is missing"),
    TOO_MANY_REQUESTS(429, IssueType.THROTTLED, "TOO_MANY_REQUESTS", "Too many requests");

    private static final String SYSTEM = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

    private final int status;
    private final IssueType issueType;
    private final String code;
    private final String display;

    AccessError(int status, IssueType issueType, String code, String display) {
        this.status = status;
        this.issueType = issueType;
        this.code = code;
        this.display = display;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public IssueSeverity severity() {
        return IssueSeverity.ERROR;
    }

    @Override
    public IssueType issueType() {
        return issueType;
    }

    @Override
    public Optional<Coding> details() {
        return Optional.of(new Coding(SYSTEM, code, display).setVersion("1"));
    }
}
