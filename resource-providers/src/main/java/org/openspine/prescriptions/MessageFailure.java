package org.openspine.prescriptions;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;

/** The row of the error table that says in its display what is missing or wrong in a message. */
public record MessageFailure(String system, String code, String detail) implements ErrorCode {
    /** {@code FAILURE_TO_PROCESS_MESSAGE}; the detail is text of ours such as {@code prescriptionID has invalid checksum}. */
    public static MessageFailure of(String detail) {
        return new MessageFailure(PrescriptionError.Systems.SPINE, "FAILURE_TO_PROCESS_MESSAGE", detail);
    }

    /** {@code R-5000}, the answer to a cancellation that does not fit the record. */
    public static MessageFailure ofCancellation(String detail) {
        return new MessageFailure(PrescriptionError.Systems.CANCELLATION, "R-5000", detail);
    }

    @Override
    public ErrorRow row() {
        return ErrorRow.of(
                400,
                IssueType.PROCESSING,
                new Coding(system, code, "Unable to process message. Information missing or invalid - " + detail));
    }
}
