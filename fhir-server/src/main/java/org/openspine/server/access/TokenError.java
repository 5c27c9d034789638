package org.openspine.server.access;

import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;

/** Errors of the token endpoint, by the names of OAuth and of the national endpoint. */
enum TokenError implements ErrorCode {
    INVALID_REQUEST(400, "invalid_request"),
    UNSUPPORTED_GRANT_TYPE(400, "unsupported_grant_type"),
    INVALID_SCOPE(400, "invalid_scope"),
    UNKNOWN_CLIENT(401, "invalid_request"),
    NO_PUBLIC_KEY(403, "public_key error"),
    BAD_SIGNATURE(401, "public_key error"),
    INVALID_IDENTITY(401, "invalid_grant"),
    TOO_LARGE(413, "invalid_request"),
    WRONG_MEDIA_TYPE(415, "invalid_request"),
    TOO_MANY_REQUESTS(429, "slow_down");

    private final int status;
    private final String error;

    TokenError(int status, String error) {
        this.status = status;
        this.error = error;
    }

    /** The value of {@code error} in the body. */
    String error() {
        return error;
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
        return IssueType.SECURITY;
    }

    @Override
    public Optional<Coding> details() {
        return Optional.empty();
    }
}
