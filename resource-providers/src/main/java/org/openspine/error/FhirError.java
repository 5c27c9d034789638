package org.openspine.error;

import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What plain FHIR answers on the unified base; each national API maps these to rows of its own.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">FHIR R4 RESTful API</a>
 */
public enum FhirError implements ErrorCode {
    MALFORMED_CONTENT(400, IssueType.STRUCTURE),
    INVALID_CONTENT(400, IssueType.INVALID),
    INVALID_PARAMETER(400, IssueType.VALUE),
    UNSUPPORTED_PARAMETER(400, IssueType.NOTSUPPORTED),
    INVALID_REQUEST(400, IssueType.INVALID),
    TOO_COSTLY(400, IssueType.TOOCOSTLY),
    UNAUTHENTICATED(401, IssueType.LOGIN),
    FORBIDDEN(403, IssueType.FORBIDDEN),
    NOT_FOUND(404, IssueType.NOTFOUND),
    UNKNOWN_TYPE(404, IssueType.NOTSUPPORTED),
    METHOD_NOT_ALLOWED(405, IssueType.NOTSUPPORTED),
    NOT_ACCEPTABLE(406, IssueType.NOTSUPPORTED),
    /** The client took too long to send its request. */
    TIMED_OUT(408, IssueType.TIMEOUT),
    DUPLICATE(409, IssueType.DUPLICATE),
    DELETED(410, IssueType.DELETED),
    VERSION_CONFLICT(412, IssueType.CONFLICT),
    MULTIPLE_MATCHES(412, IssueType.MULTIPLEMATCHES),
    TOO_LARGE(413, IssueType.TOOLONG),
    URL_TOO_LONG(414, IssueType.TOOLONG),
    UNSUPPORTED_MEDIA_TYPE(415, IssueType.NOTSUPPORTED),
    BUSINESS_RULE(422, IssueType.BUSINESSRULE),
    TOO_MANY_REQUESTS(429, IssueType.THROTTLED),
    INTERNAL(500, IssueType.EXCEPTION),
    NOT_IMPLEMENTED(501, IssueType.NOTSUPPORTED),
    /** Others were in the way for too long, or the database took too long. */
    OVERDUE(503, IssueType.TIMEOUT),
    /** What is needed is not there just now. */
    BUSY(503, IssueType.TRANSIENT);

    private final ErrorRow row;

    FhirError(int status, IssueType issueType) {
        row = ErrorRow.of(status, issueType);
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
