package org.openspine.carerecords.scr;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** The error catalogue of the Summary Care Record API. Most rows tell what is wrong in {@code details.text}. */
enum ScrError implements ErrorCode {
    INVALID_REQUEST(400, IssueType.VALUE),
    ACCESS_DENIED(401, IssueType.FORBIDDEN, "Access denied"),
    INSUFFICIENT_PERMISSION(401, IssueType.FORBIDDEN),
    INVALID_METHOD(403, IssueType.FORBIDDEN, "Cannot update resource with Application-Restricted access token"),
    PATIENT_CANNOT(403, IssueType.FORBIDDEN, "Patient cannot perform this action"),
    NOT_PERMITTED(403, IssueType.FORBIDDEN),
    NOT_FOUND(404, IssueType.NOTFOUND),
    METHOD_NOT_ALLOWED(405, IssueType.NOTSUPPORTED),
    TOO_LARGE(413, IssueType.INVALID),
    UNSUPPORTED_MEDIA_TYPE(415, IssueType.NOTSUPPORTED),
    TOO_MANY_REQUESTS(429, IssueType.THROTTLED),
    UNKNOWN_ERROR(500, IssueType.EXCEPTION, "Unknown Error"),
    UNAVAILABLE(503, IssueType.TRANSIENT),
    TIMED_OUT(504, IssueType.TRANSIENT);

    static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode";

    /** What the patient's refusal answers; the two blanks are the national service's own. */
    static final String REFUSED =
            "Code: 420, Display: Business condition related to access control  which prevents the action"
                    + " being performed by PSIS;Code: 30418, Display: [PSIS-30418] - ACF does not permit access to resource";

    static final String LATE = "Request processing timed out. Send the request again, with the same X-Request-ID";

    static final String UNKNOWN_PATIENT = "Code: 400, Display: Invalid Request;Code: 35160, Display: [PSIS-35160] -"
            + " Invalid input message. Mandatory field NHS Number is missing or incorrect";

    private final ErrorRow row;

    ScrError(int status, IssueType issueType) {
        row = ErrorRow.of(status, issueType);
    }

    ScrError(int status, IssueType issueType, String display) {
        String code = name().equals("PATIENT_CANNOT") ? "ACCESS_DENIED" : name();
        row = ErrorRow.of(status, issueType, new Coding(SYSTEM, code, display).setVersion("1"));
    }

    /** What developers are told of a row. */
    String meaning() {
        return switch (this) {
            case INVALID_REQUEST -> "Something is missing or wrong: details.text says what";
            case ACCESS_DENIED -> "The access token is missing, malformed or expired";
            case INSUFFICIENT_PERMISSION -> "An application on its own finds, reads and uploads, and nothing else";
            case INVALID_METHOD -> "An application on its own used another method than GET or POST";
            case PATIENT_CANNOT -> "Patients do not use this service";
            case NOT_PERMITTED -> "The patient does not permit it: PSIS-30418";
            case NOT_FOUND -> "Nothing is served at this path";
            case METHOD_NOT_ALLOWED -> "The path has other methods: the header Allow names them";
            case TOO_LARGE -> "The body is too large";
            case UNSUPPORTED_MEDIA_TYPE -> "The body is not application/fhir+json";
            case TOO_MANY_REQUESTS -> "More requests in a second than the operator allows";
            case UNKNOWN_ERROR -> "Something went wrong here: diagnostics has an id to ask about";
            case TIMED_OUT -> "It took too long, and may have been done: send it again with the same X-Request-ID";
            case UNAVAILABLE -> "Try again in a minute";
        };
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
