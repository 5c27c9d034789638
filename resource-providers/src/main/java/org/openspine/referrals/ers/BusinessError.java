package org.openspine.referrals.ers;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;
import org.openspine.error.SpineException;

/**
 * The business rules of the e-Referral Service, by the codes it publishes for breaking them. Life-cycle operations answer 422,
 * searches 400.
 */
public enum BusinessError implements ErrorCode {
    MISSING_VALUE(IssueType.REQUIRED),
    VALUE_IS_REQUIRED(IssueType.REQUIRED),
    FIELD_NOT_PERMITTED(IssueType.BUSINESSRULE),
    UNEXPECTED_FIELD(IssueType.INVALID),
    INVALID_VALUE(IssueType.VALUE),
    INVALID_CODE(IssueType.VALUE),
    INAPPROPRIATE_VALUE(IssueType.BUSINESSRULE),
    INVALID_FHIR_STRUCTURE(IssueType.INVALID),
    CONFLICTING_VALUES(IssueType.INVALID),
    TOO_MANY_ITEMS(IssueType.INVALID),
    REFERENCE_NOT_FOUND(IssueType.INVALID),
    INVALID_REQUEST_STATE(IssueType.BUSINESSRULE),
    INVALID_REQUEST_TYPE(IssueType.BUSINESSRULE),
    INVALID_STATE(IssueType.BUSINESSRULE),
    NO_RELATIONSHIP(IssueType.BUSINESSRULE),
    PATIENT_ERROR(IssueType.BUSINESSRULE),
    NO_REG_GP_PRACTICE(IssueType.BUSINESSRULE),
    ORGANISATION_IS_CLOSED(IssueType.BUSINESSRULE),
    ORGANISATION_NOT_APPROPRIATE(IssueType.BUSINESSRULE),
    DUPLICATE_SERVICE(IssueType.INVALID),
    SHORTLISTED_SERVICE_NOT_IN_RESULTS(IssueType.BUSINESSRULE),
    SERVICE_UNAVAILABLE(IssueType.BUSINESSRULE),
    SNOMED_NOT_FOUND(IssueType.VALUE),
    REFERENCED_USER_IS_NOT_SPC(IssueType.BUSINESSRULE),
    REFERENCED_USER_IS_NOT_RC(IssueType.BUSINESSRULE),
    REFERENCED_USER_IS_NOT_RC_AT_ORG(IssueType.BUSINESSRULE),
    REFERENCED_USER_IS_NOT_ACTIVE(IssueType.BUSINESSRULE),
    REFERENCED_USER_NOT_IN_ORG(IssueType.BUSINESSRULE),
    PRIORITY_NOT_CURRENT(IssueType.BUSINESSRULE),
    UNSUPPORTED_PRIORITY(IssueType.BUSINESSRULE),
    DUPLICATE_FILENAME(IssueType.BUSINESSRULE),
    NO_CHANGES_DETECTED(IssueType.BUSINESSRULE),
    FILE_SIZE_ERROR(IssueType.BUSINESSRULE),
    INAPPROPRIATE_SLOT(IssueType.BUSINESSRULE),
    SLOT_NOT_AVAILABLE(IssueType.BUSINESSRULE),
    THIS_SLOT_IS_AVAILABLE(IssueType.BUSINESSRULE),
    SLOTS_CURRENTLY_AVAILABLE(IssueType.BUSINESSRULE),
    UNABLE_TO_CONFIRM_APPOINTMENT(IssueType.BUSINESSRULE),
    UNABLE_TO_CANCEL_APPOINTMENT(IssueType.BUSINESSRULE),
    NO_ACCESS_CODE(IssueType.BUSINESSRULE),
    HISTORY_NOT_SUPPORTED(IssueType.INVALID),
    MISSING_PARAMETER(IssueType.REQUIRED),
    MISSING_HEADER(IssueType.REQUIRED);

    private static final int UNPROCESSABLE = 422;
    private static final int BAD_REQUEST = 400;

    private final ErrorRow row;

    BusinessError(IssueType issueType) {
        row = ErrorRow.of(UNPROCESSABLE, issueType, new Coding(ErsError.System.BUSINESS, name(), null));
    }

    SpineException because(String diagnostics) {
        return new SpineException(this, diagnostics);
    }

    /** The same fault of a search, which answers 400. */
    SpineException inSearch(String diagnostics) {
        return new SpineException(new InSearch(this), diagnostics);
    }

    /** {@code failure} as an operation answers it that publishes status 400 for its business rules. */
    static SpineException asSearch(SpineException failure) {
        return failure.code() instanceof BusinessError code
                ? new SpineException(new InSearch(code), failure.problems())
                : failure;
    }

    private record InSearch(BusinessError code) implements ErrorCode {
        @Override
        public ErrorRow row() {
            return code.row().withStatus(BAD_REQUEST);
        }
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
