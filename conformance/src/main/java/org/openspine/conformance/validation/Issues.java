package org.openspine.conformance.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** The issues of one run and the place where it stands. The place becomes text only if there is an issue. */
final class Issues {
    private static final int NO_INDEX = -1;

    private final List<ValidationIssue> found = new ArrayList<>(0);
    private String[] names = new String[16];
    private int[] indexes = new int[16];
    private int depth;
    private int errors;

    void enter(String name) {
        if (depth == names.length) {
            names = Arrays.copyOf(names, depth * 2);
            indexes = Arrays.copyOf(indexes, depth * 2);
        }
        names[depth] = name;
        indexes[depth] = NO_INDEX;
        depth++;
    }

    void at(int index) {
        indexes[depth - 1] = index;
    }

    void leave() {
        depth--;
    }

    int depth() {
        return depth;
    }

    /** Whether there are so many errors that more would help nobody. */
    boolean full() {
        return errors >= ValidationReport.MAX_ISSUES;
    }

    /** Warnings never keep out errors. */
    private boolean isFullFor(IssueSeverity severity) {
        return severity == IssueSeverity.ERROR ? full() : found.size() - errors >= ValidationReport.MAX_ISSUES;
    }

    void error(IssueType type, String message) {
        if (!full()) {
            found.add(new ValidationIssue(IssueSeverity.ERROR, type, location(), message, "", ""));
            errors++;
        }
    }

    /** A finding of a rule that has a name and a source. The same finding twice is one. */
    void add(IssueSeverity severity, IssueType type, String message, String rule, String profile) {
        if (isFullFor(severity)) {
            return;
        }
        var issue = new ValidationIssue(severity, type, location(), message, rule, profile);
        for (ValidationIssue other : found) {
            if (other.rule().equals(rule) && other.location().equals(issue.location()) && isSame(other, issue)) {
                return;
            }
        }
        found.add(issue);
        errors += issue.isError() ? 1 : 0;
    }

    private static boolean isSame(ValidationIssue one, ValidationIssue other) {
        return one.message().equals(other.message()) && one.severity() == other.severity();
    }

    /** Forgets what rules of this name said about the current place: a profile says it more exactly. */
    void withdraw(String rule, String profile) {
        if (!found.isEmpty()) {
            String here = location();
            found.removeIf(issue -> issue.rule().equals(rule)
                    && issue.profile().equals(profile)
                    && issue.location().equals(here)
                    && !issue.isError());
        }
    }

    /** How many issues there are, to be given to {@link #rewind}. */
    int mark() {
        return found.size();
    }

    /** Forgets what was found since {@link #mark}; returns whether an error was among it. */
    boolean rewind(int mark) {
        int before = errors;
        while (found.size() > mark) {
            errors -= found.remove(found.size() - 1).isError() ? 1 : 0;
        }
        return errors < before;
    }

    /** An error at an element below the current place. */
    void error(String element, IssueType type, String message) {
        enter(element);
        error(type, message);
        leave();
    }

    List<ValidationIssue> found() {
        return found;
    }

    private String location() {
        var path = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            path.append(i == 0 ? "" : ".").append(names[i]);
            if (indexes[i] != NO_INDEX) {
                path.append('[').append(indexes[i]).append(']');
            }
        }
        return path.toString();
    }
}
