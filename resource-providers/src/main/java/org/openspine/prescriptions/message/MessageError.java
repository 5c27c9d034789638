package org.openspine.prescriptions.message;

import static org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity.ERROR;
import static org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity.FATAL;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;
import org.openspine.prescriptions.Finding;

/**
 * The published rules for messages, one row each: severity, issue type, text and place. {@code %1$s} in a row stands for what
 * the message has.
 */
public enum MessageError implements ErrorCode {
    // the body as a whole
    OTHER_RESOURCE_TYPE(FATAL, IssueType.VALUE, "Incorrect FHIR resource type. Expected %1$s."),
    UNKNOWN_EVENT(
            FATAL,
            IssueType.VALUE,
            "MessageHeader.eventCoding.code must be one of: prescription-order, prescription-order-update,"
                    + " dispense-notification.",
            "Bundle.entry.resource.ofType(MessageHeader).eventCoding.code"),

    // profiles
    TOO_MANY_REQUESTS(
            ERROR,
            IssueType.PROCESSING,
            "Bundle contains too many resources of type MedicationRequest. Expected at most 4.",
            "Bundle.entry"),
    MINIMUM(ERROR, IssueType.PROCESSING, "%1$s: minimum required = 1, but only found 0 (from %2$s)", "%3$s"),
    UNKNOWN_ENDORSEMENT(
            ERROR,
            IssueType.PROCESSING,
            "None of the codings provided are in the value set 'DM Prescription Endorsement'"
                    + " (https://fhir.nhs.uk/ValueSet/DM-prescription-endorsement), and a coding from this value set is"
                    + " required",
            "%1$s"),
    STRUCTURE(ERROR, IssueType.PROCESSING, "%1$s", "%2$s"),
    NO_ENTRY(coded("MISSING_FIELD", "ResourceType Bundle must contain 'entry' field"), ERROR, IssueType.VALUE, "", ""),

    // every message
    REQUEST_INTENT(
            ERROR,
            IssueType.VALUE,
            "MedicationRequest.intent must be order, original-order or instance-order.",
            Place.REQUEST + ".intent"),
    BOTH_MEDICATIONS(
            coded("CONFLICTING_VALUES", "Conflicting values have been specified in different fields"),
            ERROR,
            IssueType.STRUCTURE,
            "%1$s cannot contain both medicationReference and medicationCodeableConcept fields.",
            ""),
    MISSING_FIELD(ERROR, IssueType.INVALID, "Required field %1$s is missing."),
    NOT_A_REFERENCE(
            ERROR,
            IssueType.INVALID,
            "%1$s populated incorrectly. Please populate with Reference to resource within Bundle."),
    RESPONSIBLE_PRACTITIONER(
            ERROR,
            IssueType.INVALID,
            "Responsible practitioner must be either a reference to a Practitioner resource or an identifier"
                    + " reference."),
    NOT_AN_IDENTIFIER(
            ERROR, IssueType.INVALID, "%1$s populated incorrectly. Please populate with Identifier and Display."),

    // orders and their cancellation
    REQUESTS_DIFFER(
            ERROR,
            IssueType.VALUE,
            "Expected all MedicationRequests to have the same value for %1$s. Received %2$s.",
            Place.REQUEST + ".%1$s"),
    REQUEST_WITHOUT(
            ERROR, IssueType.VALUE, "Expected MedicationRequest to have a value for %1$s.", Place.REQUEST + ".%1$s"),
    REQUEST_STATUS(ERROR, IssueType.VALUE, "MedicationRequest.status must be %1$s.", Place.REQUEST + ".status"),
    DUPLICATE_ITEMS(
            ERROR,
            IssueType.VALUE,
            "Expected all MedicationRequests to have a different value for identifier.",
            Place.REQUEST + ".identifier"),
    UNEXPECTED_SERVICE(ERROR, IssueType.INVALID, "Unexpected field of practitionerRole.healthcareService."),
    GMP_NUMBER(
            ERROR,
            IssueType.VALUE,
            "Bundle resource Practitioner.identifier expected exactly one professional code from"
                    + " GMC|NMC|GPhC|HCPC|professional-code."),
    NO_SEQUENCE(
            coded(
                    "MISSING_VALUE",
                    "The request contains multiple dosage instruction lines but no corresponding dosage sequence"
                            + " number."),
            ERROR,
            IssueType.INVALID,
            "",
            ""),
    ONE_REQUEST(
            ERROR,
            IssueType.VALUE,
            "The Bundle must contain exactly one MedicationRequest if MessageHeader.eventCoding.code is"
                    + " 'prescription-order-update'.",
            Place.REQUEST),

    // dispense notifications
    DISPENSES_DIFFER(
            ERROR,
            IssueType.VALUE,
            "Expected all MedicationDispenses to have the same value for %1$s. Received %2$s.",
            Place.DISPENSE + ".%1$s"),
    DISPENSE_WITHOUT(
            ERROR, IssueType.VALUE, "Expected MedicationDispense to have a value for %1$s.", Place.DISPENSE + ".%1$s"),
    NO_REIMBURSEMENT(
            ERROR,
            IssueType.INVALID,
            "The dispense notification is missing the reimbursement authority and it should be provided."),
    NO_REIMBURSEMENT_CODE(
            ERROR,
            IssueType.INVALID,
            "The dispense notification is missing the ODS code for reimbursement authority and it should be"
                    + " provided."),
    REASONS_DIFFER(
            new Coding(
                    "https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode", "INVALID_VALUE", Place.REASONS_DIFFER),
            ERROR,
            IssueType.INVALID,
            Place.REASONS_DIFFER,
            "MedicationDispense.extension:prescriptionNonDispensingReason"),

    // releases, tasks, claims
    MISSING_PARAMETER(ERROR, IssueType.INVALID, "Required parameter %1$s is missing."),
    TASK_VALUE(ERROR, IssueType.VALUE, "Task.%1$s must be one of: %2$s.", "Task.%1$s"),
    TASK_CODE(ERROR, IssueType.VALUE, "Task.code is required when Task.status is 'in-progress'.", "Task.code"),
    TASK_REASON(
            ERROR,
            IssueType.VALUE,
            "Task.reasonCode must have a system of '%1$s' and a value from that system.",
            "Task.reasonCode"),
    CLAIM_INSURANCE(
            ERROR, IssueType.INVALID, "Expected 1 item(s) in Claim.insurance, but received %1$s.", "Claim.insurance"),
    CLAIM_PAYER(
            ERROR,
            IssueType.VALUE,
            "Claim.insurance[0].coverage.identifier.value must be one of: 'T1450', 'RQFZ1'.",
            "Claim.insurance[0].coverage.identifier.value"),
    CLAIM_ENDORSEMENT(ERROR, IssueType.INVALID, "The claim is missing the required endorsement code."),

    // queries for tasks
    QUERY_WITHOUT_SUBJECT(
            ERROR,
            IssueType.INVALID,
            "At least one of the following query parameters must be provided: focus:identifier, identifier,"
                    + " patient:identifier."),
    QUERY_COMBINATION(ERROR, IssueType.INVALID, "Invalid combination of query parameters."),
    QUERY_SYSTEM(ERROR, IssueType.VALUE, "Query parameter %1$s must have system %2$s if specified."),
    QUERY_NO_SYSTEM(ERROR, IssueType.VALUE, "Query parameter %1$s must not have a system specified."),
    QUERY_DATE(
            ERROR,
            IssueType.INVALID,
            "Value for date param %1$s should match pattern /(eq|le|ge)\\d{4}-\\d{2}-\\d{2}/.");

    /** Texts that several rows share. */
    private static final class Place {
        static final String REQUEST = "Bundle.entry.resource.ofType(MedicationRequest)";
        static final String DISPENSE = "Bundle.entry.resource.ofType(MedicationDispense)";
        static final String REASONS_DIFFER = "Expected all MedicationDispenses to have the same value for"
                + " MedicationDispense.extension:prescriptionNonDispensingReason";

        private Place() {}
    }

    private final ErrorRow row;
    private final String text;
    private final String expression;

    MessageError(IssueSeverity severity, IssueType issueType, String text) {
        this(severity, issueType, text, "");
    }

    MessageError(IssueSeverity severity, IssueType issueType, String text, String expression) {
        row = ErrorRow.of(400, issueType).withSeverity(severity);
        this.text = text;
        this.expression = expression;
    }

    MessageError(Coding details, IssueSeverity severity, IssueType issueType, String text, String expression) {
        row = ErrorRow.of(400, issueType, details).withSeverity(severity);
        this.text = text;
        this.expression = expression;
    }

    /** This row as broken by a message. */
    public Finding finding(Object... parts) {
        String diagnostics = text.formatted(parts);
        return expression.isEmpty()
                ? Finding.of(this, diagnostics)
                : Finding.at(expression.formatted(parts), this, diagnostics);
    }

    private static Coding coded(String code, String display) {
        return new Coding(TranslationFailure.SYSTEM, code, display);
    }

    @Override
    public ErrorRow row() {
        return row;
    }
}
