package org.openspine.conformance.validation;

import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.fhirpath.FhirPath;
import org.openspine.conformance.fhirpath.Item;

/** An invariant: an expression that must be true of an element. */
record Constraint(String key, IssueSeverity severity, String human, FhirPath expression, String profile) {
    void check(Item item, Run run) {
        if (!expression.holds(item, run.resource(), run.container(), run)) {
            run.issues.add(severity, IssueType.INVARIANT, "%s: %s".formatted(key, human), key, profile);
        }
    }
}
