package org.openspine.demographics.pds;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** The published error table of the Personal Demographics Service, in its order. */
public enum PdsError implements ErrorCode {
    INVALID_RESOURCE_ID(400, IssueType.VALUE, "Resource Id is invalid"),
    UNSUPPORTED_SERVICE(400, IssueType.PROCESSING, "Unsupported Service"),
    UNSUPPORTED_REQUEST(400, IssueType.VALUE, "The request is not one that is supported."),
    MISSING_VALUE(400, IssueType.REQUIRED, "Required value is missing"),
    INVALID_VALUE(400, IssueType.VALUE, "Provided value is invalid"),
    INVALID_SEARCH_DATA(400, IssueType.VALUE, "Search data is invalid"),
    ADDITIONAL_PROPERTIES(400, IssueType.INVARIANT, "Additional properties should not be included"),
    INVALID_UPDATE(400, IssueType.STRUCTURE, "Update is invalid"),
    INVALID_CREATE(400, IssueType.VALUE, "Patient create data is invalid"),
    VALIDATION_ERROR(400, IssueType.VALUE, "Validation error"),
    UNSUPPORTED_VALUE(400, IssueType.VALUE, "Unsupported value"),
    UNSUPPORTED_CHARACTERS_IN_FIELD(400, IssueType.VALUE, "Unsupported characters in field"),
    TOO_FEW_VALUES_SUBMITTED(400, IssueType.VALUE, "Too few values submitted"),
    TOO_MANY_VALUES_SUBMITTED(400, IssueType.VALUE, "Too many values submitted"),
    INSERT_BIRTH_DEATH_STATUS_INCONSISTENT(400, IssueType.PROCESSING, "INSERT_BIRTH_DEATH_STATUS_INCONSISTENT"),
    UNAUTHORISED("ACCESS_DENIED", 401, IssueType.FORBIDDEN, IssueSeverity.ERROR, "Access Denied - Unauthorised"),
    PATIENT_CANNOT(
            "ACCESS_DENIED", 403, IssueType.FORBIDDEN, IssueSeverity.ERROR, "Patient cannot perform this action"),
    FORBIDDEN_UPDATE("FORBIDDEN_UPDATE", 403, IssueType.FORBIDDEN, IssueSeverity.INFORMATION, "Update is forbidden"),
    RESOURCE_NOT_FOUND("RESOURCE_NOT_FOUND", 404, IssueType.NOTFOUND, IssueSeverity.INFORMATION, "Resource not found"),
    INVALIDATED_RESOURCE(
            404,
            IssueType.PROCESSING,
            "Resource that has been marked as invalid was requested - invalid resources cannot be retrieved"),
    UNABLE_TO_CALL_SERVICE(408, IssueType.TIMEOUT, "Unable to call service"),
    RESOURCE_VERSION_MISMATCH(409, IssueType.CONFLICT, "Resource version supplied does not match actual version"),
    PRECONDITION_FAILED(412, IssueType.STRUCTURE, "Required condition was not fulfilled"),
    TOO_MANY_REQUESTS(429, IssueType.VALUE, "Too many requests"),
    SERVICE_UNAVAILABLE(503, IssueType.TIMEOUT, "Service unavailable"),
    FAILURE_TO_PROCESS_MESSAGE(500, IssueType.EXCEPTION, "Failure to process message"),
    UNKNOWN_ERROR(500, IssueType.UNKNOWN, "Unknown Error"),
    POLLING_ID_NOT_FOUND(404, IssueType.NOTFOUND, "Polling id not found"),
    TOO_MANY_MATCHES("TOO_MANY_MATCHES", 200, IssueType.MULTIPLEMATCHES, IssueSeverity.INFORMATION, "Too Many Matches"),
    SINGLE_MATCH(200, IssueType.VALUE, "Single match found"),
    MULTIPLE_MATCHES(200, IssueType.VALUE, "Multiple matches found");

    static final String SYSTEM = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

    private final ErrorRow row;

    PdsError(int status, IssueType issueType, String display) {
        row = ErrorRow.of(status, issueType, coding(name(), display));
    }

    PdsError(String code, int status, IssueType issueType, IssueSeverity severity, String display) {
        row = ErrorRow.of(status, issueType, coding(code, display)).withSeverity(severity);
    }

    static Coding coding(String code, String display) {
        return new Coding(SYSTEM, code, display).setVersion("1");
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
