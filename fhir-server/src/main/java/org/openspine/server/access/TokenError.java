package org.openspine.server.access;

import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

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

    private final ErrorRow row;
    private final String error;

    TokenError(int status, String error) {
        row = ErrorRow.of(status, IssueType.SECURITY);
        this.error = error;
    }

    /** The value of {@code error} in the body. */
    String error() {
        return error;
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
