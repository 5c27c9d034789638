package org.openspine.conformance.validation;

import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * One thing wrong with a resource.
 *
 * @param location FHIRPath of the element, such as {@code Patient.name[0].given[1]}
 * @param message the rule and the fix; repeats no value of the resource
 * @param rule key of the invariant ({@code pat-1}) or the element and kind of the rule; empty for rules of FHIR's formats
 * @param profile canonical of the profile or type that has the rule; empty for rules of FHIR's formats
 */
public record ValidationIssue(
        IssueSeverity severity, IssueType type, String location, String message, String rule, String profile) {
    /** The rule that what a reference names can be found: the resources it may name are at hand, and it is none of them. */
    static final String UNRESOLVED = "reference-unresolved";

    public boolean isError() {
        return severity == IssueSeverity.ERROR || severity == IssueSeverity.FATAL;
    }

    /** Whether all that is wrong is that a reference leads nowhere. Some national messages may leave such references open. */
    public boolean leadsNowhere() {
        return rule.equals(UNRESOLVED);
    }
}
