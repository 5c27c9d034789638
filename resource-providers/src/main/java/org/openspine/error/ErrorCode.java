package org.openspine.error;

import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** One row of an API's published error table. Status belongs to the row, since the same fault answers differently per API. */
public interface ErrorCode {
    /** What the row answers. */
    ErrorRow row();

    /** HTTP status. */
    default int status() {
        return row().status();
    }

    default IssueSeverity severity() {
        return row().severity();
    }

    default IssueType issueType() {
        return row().issueType();
    }

    /** {@code OperationOutcome.issue.details.coding}, where the API publishes one. */
    default Optional<Coding> details() {
        return row().details();
    }
}
