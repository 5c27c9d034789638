package org.openspine.referrals.bars;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** The published error table of Booking and Referral. The prefix tells who failed: the sender, the gateway or the receiver. */
enum BarsError implements ErrorCode {
    HEADER_REQUIRED(400, "SEND_BAD_REQUEST", IssueType.REQUIRED),
    HEADER_INVALID(400, "SEND_BAD_REQUEST", IssueType.INVALID),
    HEADER_STRUCTURE(400, "SEND_BAD_REQUEST", IssueType.STRUCTURE),
    TARGET_INVALID(400, "PROXY_BAD_REQUEST", IssueType.INVALID),
    TARGET_STRUCTURE(400, "PROXY_BAD_REQUEST", IssueType.STRUCTURE),
    TARGET_REQUIRED(400, "PROXY_BAD_REQUEST", IssueType.REQUIRED),
    REQUIRED(400, "REC_BAD_REQUEST", IssueType.REQUIRED),
    VALUE(400, "REC_BAD_REQUEST", IssueType.VALUE),
    INVALID(400, "REC_BAD_REQUEST", IssueType.INVALID),
    STRUCTURE(400, "REC_BAD_REQUEST", IssueType.STRUCTURE),
    INVARIANT(400, "REC_BAD_REQUEST", IssueType.INVARIANT),
    UNAUTHORISED(401, "SEND_UNAUTHORIZED", IssueType.SECURITY),
    NOT_SIGNED_IN(401, "SEND_UNAUTHORIZED", IssueType.LOGIN),
    TOKEN_EXPIRED(401, "SEND_UNAUTHORIZED", IssueType.EXPIRED),
    SENDER_UNKNOWN(401, "SEND_UNAUTHORIZED", IssueType.UNKNOWN),
    FORBIDDEN(403, "SEND_FORBIDDEN", IssueType.FORBIDDEN),
    TARGET_UNKNOWN(404, "PROXY_NOT_FOUND", IssueType.NOTFOUND),
    SEVERAL_TARGETS(404, "PROXY_NOT_FOUND", IssueType.MULTIPLEMATCHES),
    PATH_UNKNOWN(404, "NOT_FOUND", IssueType.NOTFOUND),
    NOT_FOUND(404, "REC_NOT_FOUND", IssueType.NOTFOUND),
    METHOD_NOT_ALLOWED(405, "REC_METHOD_NOT_ALLOWED", IssueType.NOTSUPPORTED),
    NOT_ACCEPTABLE(406, "SEND_NOT_ACCEPTABLE", IssueType.PROCESSING),
    TIMED_OUT(408, "REC_TIMEOUT", IssueType.TIMEOUT),
    DUPLICATE(409, "REC_CONFLICT", IssueType.DUPLICATE),
    CONFLICT(409, "REC_CONFLICT", IssueType.CONFLICT),
    TOO_LARGE(413, "REC_BAD_REQUEST", IssueType.TOOLONG),
    UNSUPPORTED_MEDIA_TYPE(415, "REC_BAD_REQUEST", IssueType.NOTSUPPORTED),
    TOO_MANY_REQUESTS(429, "SEND_TOO_MANY_REQUESTS", IssueType.THROTTLED),
    SECOND_ENDPOINT(409, "BAD_REQUEST", IssueType.DUPLICATE),
    VERSION_NOT_SUPPORTED(422, "REC_UNPROCESSABLE_ENTITY", IssueType.NOTSUPPORTED),
    TOO_COSTLY(422, "REC_UNPROCESSABLE_ENTITY", IssueType.TOOCOSTLY),
    UNPROCESSABLE(422, "REC_UNPROCESSABLE_ENTITY", IssueType.PROCESSING),
    SERVER_ERROR(500, "REC_SERVER_ERROR", IssueType.EXCEPTION),
    NOT_IMPLEMENTED(501, "REC_NOT_IMPLEMENTED", IssueType.NOTSUPPORTED),
    UNAVAILABLE(503, "REC_UNAVAILABLE", IssueType.TRANSIENT);

    /** With a small s, unlike that of the e-Referral Service. */
    static final String SYSTEM = "https://fhir.nhs.uk/Codesystem/http-error-codes";

    private final ErrorRow row;

    BarsError(int status, String code, IssueType issueType) {
        row = ErrorRow.of(status, issueType, new Coding(SYSTEM, code, null));
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
