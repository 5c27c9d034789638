package org.openspine.conformance.validation;

import java.util.List;

/** What a validation found, in document order; at most {@value #MAX_ISSUES} errors and as many other issues. */
public record ValidationReport(List<ValidationIssue> issues) {
    public static final int MAX_ISSUES = 50;

    /** That there is nothing to say. */
    public static final ValidationReport NOTHING = new ValidationReport(List.of());

    public ValidationReport {
        issues = List.copyOf(issues);
    }

    static ValidationReport of(List<ValidationIssue> issues) {
        return issues.isEmpty() ? NOTHING : new ValidationReport(issues);
    }

    /** Whether there is no error; warnings and information do not count. */
    public boolean isValid() {
        for (ValidationIssue issue : issues) {
            if (issue.isError()) {
                return false;
            }
        }
        return true;
    }
}
