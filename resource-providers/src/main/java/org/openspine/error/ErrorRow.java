package org.openspine.error;

import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What one row of an error table answers.
 *
 * @param status HTTP status
 * @param details {@code OperationOutcome.issue.details.coding}, where the API publishes one; never changed
 */
public record ErrorRow(int status, IssueSeverity severity, IssueType issueType, Optional<Coding> details) {
    /** A row of severity {@code error} that publishes no code. */
    public static ErrorRow of(int status, IssueType issueType) {
        return new ErrorRow(status, IssueSeverity.ERROR, issueType, Optional.empty());
    }

    /** A row of severity {@code error}. */
    public static ErrorRow of(int status, IssueType issueType, Coding details) {
        return new ErrorRow(status, IssueSeverity.ERROR, issueType, Optional.of(details));
    }

    public ErrorRow withSeverity(IssueSeverity other) {
        return new ErrorRow(status, other, issueType, details);
    }

    public ErrorRow withStatus(int other) {
        return new ErrorRow(other, severity, issueType, details);
    }
}
