package org.openspine.prescriptions.eps;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.error.ErrorCode;
import org.openspine.prescriptions.Finding;

/** Several findings that together end a request. Never empty. */
record FindingList(List<Finding> findings) implements ErrorCode {
    FindingList {
        findings = List.copyOf(findings);
    }

    @Override
    public int status() {
        return findings.stream().allMatch(finding -> finding.row().status() == 403) ? 403 : 400;
    }

    @Override
    public IssueSeverity severity() {
        return findings.get(0).row().severity();
    }

    @Override
    public IssueType issueType() {
        return findings.get(0).row().issueType();
    }

    @Override
    public Optional<Coding> details() {
        return findings.get(0).row().details();
    }
}
