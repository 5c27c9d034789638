package org.openspine.conformance.validation;

import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * One thing wrong with a resource.
 *
 * @param location FHIRPath of the element, such as {@code Patient.name[0].given[1]}
 * @param message the rule and the fix; repeats no value of the resource
 */
public record ValidationIssue(IssueSeverity severity, IssueType type, String location, String message) {}
