package org.openspine.prescriptions.eps;

import java.util.List;
import org.openspine.error.ErrorCode;
import org.openspine.error.ErrorRow;
import org.openspine.prescriptions.Finding;

/** Several findings that together end a request. Never empty. */
record FindingList(List<Finding> findings) implements ErrorCode {
    FindingList {
        findings = List.copyOf(findings);
    }

    @Override
    public ErrorRow row() {
        int status = findings.stream().allMatch(finding -> finding.row().status() == 403) ? 403 : 400;
        return findings.get(0).row().row().withStatus(status);
    }
}
