package org.openspine.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.openspine.error.ErrorCode;

/** The published table, row by row: system's last segment, code, issue type, status, severity, display. */
class PrescriptionErrorTest {
    private static final String TABLE = """
            EPS-IssueCode DUPLICATE_PRESCRIPTION_ID duplicate 400 error Duplicate prescription ID exists
            EPS-IssueCode MISSING_DIGITAL_SIGNATURE business-rule 400 error Digital signature not found
            EPS-IssueCode PRESCRIPTION_NOT_FOUND not-found 400 error Prescription can not be found. Contact prescriber
            EPS-IssueCode INVALID_MESSAGE structure 400 error Invalid Message
            EPS-IssueCode PRESCRIPTION_INVALID_STATE_TRANSITION business-rule 400 error Invalid State Transition for Prescription
            EPS-IssueCode MEDICATIONREQUEST_INVALID_STATE_TRANSITION business-rule 400 error Invalid State Transition for Prescription Item
            EPS-IssueCode MEDICATIONREQUEST_NOT_FOUND not-found 400 error Prescription Item Not found
            EPS-IssueCode CLAIM_INVALID_NOT_DISPENSED business-rule 400 error Invalid Claim. Prescription is not Dispensed
            EPS-IssueCode MISMATCH_AUTHORISED_REPEAT_COUNT business-rule 400 error Mismatch in authorised repeat counts
            EPS-IssueCode INVALID_REPEAT_COUNT business-rule 400 error Repeat count should be between 1 and 99
            EPS-IssueCode DISPENSE_AMEND_IDENTIFIER_MISMATCH business-rule 400 error Dispense Amendment/Cancellation Request does not pertain to Last Dispense
            Spine-ErrorOrWarningCode CLAIM_AMEND_PERIOD_ISSUE business-rule 400 error Claim amendment is not permitted outside of the claim period
            EPS-IssueCode PRESCRIPTION_CANCELLED business-rule 400 error Prescription has been cancelled
            EPS-IssueCode PRESCRIPTION_EXPIRED business-rule 400 error Prescription has expired
            Spine-ErrorOrWarningCode RESOURCE_NOT_FOUND not-found 400 error Resource not found
            EPS-IssueCode PRESCRIPTION_WITH_ANOTHER_DISPENSER business-rule 400 error Prescription is with another dispenser
            EPS-IssueCode PRESCRIPTION_DISPENSED business-rule 400 error Prescription has been dispensed
            EPS-IssueCode NO_MORE_PRESCRIPTIONS informational 200 information No more prescriptions available
            medicationrequest-status-history R-0008 not-found 400 error Prescription/item not found
            medicationrequest-status-history R-0009 not-supported 400 error Cancellation functionality disabled in SPINE
            medicationrequest-status-history R-5888 invalid 400 error Invalid Message.
            """;

    @Test
    void rowsAreThoseOfThePublishedTable() {
        assertThat(Arrays.stream(PrescriptionError.values())
                        .map(PrescriptionErrorTest::line)
                        .toList())
                .containsExactlyElementsOf(TABLE.lines().toList());
    }

    @Test
    void rowsWithDetailsSayThemAfterTheFixedText() {
        assertThat(line(MessageFailure.of("prescriptionID has invalid checksum")))
                .isEqualTo("Spine-ErrorOrWarningCode FAILURE_TO_PROCESS_MESSAGE processing 400 error Unable to process"
                        + " message. Information missing or invalid - prescriptionID has invalid checksum");
        assertThat(line(MessageFailure.ofCancellation("x")))
                .isEqualTo("medicationrequest-status-history R-5000 processing 400 error Unable to process message."
                        + " Information missing or invalid - x");
    }

    private static String line(ErrorCode row) {
        Coding coding = row.details().orElseThrow();
        assertThat(coding.getSystem()).startsWith("https://fhir.nhs.uk/CodeSystem/");
        return "%s %s %s %d %s %s"
                .formatted(
                        coding.getSystem().substring("https://fhir.nhs.uk/CodeSystem/".length()),
                        coding.getCode(),
                        row.issueType().toCode(),
                        row.status(),
                        row.severity().toCode(),
                        coding.getDisplay());
    }
}
