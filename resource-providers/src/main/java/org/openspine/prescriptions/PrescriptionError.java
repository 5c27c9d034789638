package org.openspine.prescriptions;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/**
 * What the record of a prescription answers to a message that is sound in itself but does not fit it. Rows whose text
 * depends on the message are {@link MessageFailure}.
 */
public enum PrescriptionError implements ErrorCode {
    DUPLICATE_PRESCRIPTION_ID(Systems.EPS, IssueType.DUPLICATE, "Duplicate prescription ID exists"),
    MISSING_DIGITAL_SIGNATURE(Systems.EPS, IssueType.BUSINESSRULE, "Digital signature not found"),
    PRESCRIPTION_NOT_FOUND(Systems.EPS, IssueType.NOTFOUND, "Prescription can not be found. Contact prescriber"),
    INVALID_MESSAGE(Systems.EPS, IssueType.STRUCTURE, "Invalid Message"),
    PRESCRIPTION_INVALID_STATE_TRANSITION(
            Systems.EPS, IssueType.BUSINESSRULE, "Invalid State Transition for Prescription"),
    MEDICATIONREQUEST_INVALID_STATE_TRANSITION(
            Systems.EPS, IssueType.BUSINESSRULE, "Invalid State Transition for Prescription Item"),
    MEDICATIONREQUEST_NOT_FOUND(Systems.EPS, IssueType.NOTFOUND, "Prescription Item Not found"),
    CLAIM_INVALID_NOT_DISPENSED(Systems.EPS, IssueType.BUSINESSRULE, "Invalid Claim. Prescription is not Dispensed"),
    MISMATCH_AUTHORISED_REPEAT_COUNT(Systems.EPS, IssueType.BUSINESSRULE, "Mismatch in authorised repeat counts"),
    INVALID_REPEAT_COUNT(Systems.EPS, IssueType.BUSINESSRULE, "Repeat count should be between 1 and 99"),
    DISPENSE_AMEND_IDENTIFIER_MISMATCH(
            Systems.EPS,
            IssueType.BUSINESSRULE,
            "Dispense Amendment/Cancellation Request does not pertain to Last Dispense"),
    CLAIM_AMEND_PERIOD_ISSUE(
            Systems.SPINE, IssueType.BUSINESSRULE, "Claim amendment is not permitted outside of the claim period"),
    PRESCRIPTION_CANCELLED(Systems.EPS, IssueType.BUSINESSRULE, "Prescription has been cancelled"),
    PRESCRIPTION_EXPIRED(Systems.EPS, IssueType.BUSINESSRULE, "Prescription has expired"),
    RESOURCE_NOT_FOUND(Systems.SPINE, IssueType.NOTFOUND, "Resource not found"),
    PRESCRIPTION_WITH_ANOTHER_DISPENSER(Systems.EPS, IssueType.BUSINESSRULE, "Prescription is with another dispenser"),
    PRESCRIPTION_DISPENSED(Systems.EPS, IssueType.BUSINESSRULE, "Prescription has been dispensed"),
    /** No failure: a bulk release that finds nothing. */
    NO_MORE_PRESCRIPTIONS(
            200, IssueSeverity.INFORMATION, Systems.EPS, IssueType.INFORMATIONAL, "No more prescriptions available"),
    CANCELLATION_NOT_FOUND(new Outcome("R-0008", IssueType.NOTFOUND, "Prescription/item not found")),
    CANCELLATION_DISABLED(
            new Outcome("R-0009", IssueType.NOTSUPPORTED, "Cancellation functionality disabled in SPINE")),
    CANCELLATION_INVALID(new Outcome("R-5888", IssueType.INVALID, "Invalid Message."));

    /** The code systems of the details. */
    static final class Systems {
        static final String EPS = "https://fhir.nhs.uk/CodeSystem/EPS-IssueCode";
        static final String SPINE = "https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode";
        static final String CANCELLATION = "https://fhir.nhs.uk/CodeSystem/medicationrequest-status-history";

        private Systems() {}
    }

    private record Outcome(String code, IssueType issueType, String display) {}

    private final ErrorRow row;

    PrescriptionError(String system, IssueType issueType, String display) {
        this(400, IssueSeverity.ERROR, system, issueType, display);
    }

    PrescriptionError(int status, IssueSeverity severity, String system, IssueType issueType, String display) {
        row = ErrorRow.of(status, issueType, new Coding(system, name(), display))
                .withSeverity(severity);
    }

    /** An outcome of a cancellation, whose code is not its name. */
    PrescriptionError(Outcome outcome) {
        row = ErrorRow.of(
                400, outcome.issueType(), new Coding(Systems.CANCELLATION, outcome.code(), outcome.display()));
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
