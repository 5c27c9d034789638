package org.openspine.access;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/**
 * Why a request is refused before its API looks at it. The rows are what the unified base answers; every national API tells
 * the same in rows and words of its own.
 */
public enum AccessError implements ErrorCode {
    NO_AUTHORIZATION(401, IssueType.LOGIN, "ACCESS_DENIED", "Missing Authorization header"),
    EMPTY_AUTHORIZATION(401, IssueType.LOGIN, "ACCESS_DENIED", "Empty Authorization header"),
    /** {@code Bearer} and nothing after it. */
    NO_TOKEN(401, IssueType.LOGIN, "ACCESS_DENIED", "Missing access token"),
    INVALID_TOKEN(401, IssueType.LOGIN, "ACCESS_DENIED", "Invalid Access Token"),
    EXPIRED_TOKEN(401, IssueType.EXPIRED, "ACCESS_DENIED", "Access Token expired"),
    /** The application of a good token is not registered any more, or disabled. */
    UNKNOWN_APPLICATION(401, IssueType.UNKNOWN, "ACCESS_DENIED", "The application of this access token is not enabled"),
    /** Callers of this access mode may never do this. */
    WRONG_MODE(
            403,
            IssueType.FORBIDDEN,
            "ACCESS_DENIED",
            "The scopes, role or access mode of this access token do not cover this endpoint"),
    WRONG_SCOPE(403, IssueType.FORBIDDEN, "ACCESS_DENIED", WRONG_MODE.text),
    /** The role in use lacks the national activity. */
    WRONG_ROLE(403, IssueType.FORBIDDEN, "ACCESS_DENIED", WRONG_MODE.text),
    WRONG_ORGANISATION(
            403,
            IssueType.FORBIDDEN,
            "ACCESS_DENIED",
            "NHSD-End-User-Organisation-ODS is not the organisation of the role or application in use"),
    /** The header names a role that the user does not hold. */
    UNKNOWN_ROLE(400, IssueType.VALUE, "INVALID_VALUE", "Invalid value in header 'NHSD-Session-URID'"),
    /** The user holds several roles and names none. */
    AMBIGUOUS_ROLE(400, IssueType.REQUIRED, "MISSING_VALUE", "Missing value - 'NHSD-Session-URID' in header"),
    /** A gateway names an access mode that there is not: whoever misspells one must not be taken for everybody. */
    UNKNOWN_MODE(400, IssueType.VALUE, "INVALID_VALUE", "Invalid value in header 'OpenSpine-Access-Mode'"),
    REPEATED_HEADER(400, IssueType.INVALID, "INVALID_VALUE", "A header is sent twice"),
    TOO_MANY_REQUESTS(
            429,
            IssueType.THROTTLED,
            "TOO_MANY_REQUESTS",
            "This application sends more requests than it may; wait a second");

    private static final String SYSTEM = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

    private final ErrorRow row;
    private final String text;

    AccessError(int status, IssueType issueType, String code, String text) {
        row = ErrorRow.of(status, issueType, new Coding(SYSTEM, code, display(status, code)).setVersion("1"));
        this.text = text;
    }

    /** What is wrong, for {@code diagnostics}. */
    public String text() {
        return text;
    }

    private static String display(int status, String code) {
        return switch (status) {
            case 401 -> "Access Denied - Unauthorised";
            case 403 -> "Access denied to resource";
            case 429 -> "Too many requests";
            default -> code.equals("MISSING_VALUE") ? "Required value is missing" : "Provided value is invalid";
        };
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
