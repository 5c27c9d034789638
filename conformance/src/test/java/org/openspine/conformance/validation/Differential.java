package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Ours against HAPI's validator, with the same definitions: whether they give one verdict, known differences aside. */
final class Differential {
    private final ResourceValidator ours;
    private final ReferenceValidator reference;

    Differential(ResourceValidator ours, ReferenceValidator reference) {
        this.ours = ours;
        this.reference = reference;
    }

    /**
     * What remains of the errors of both if those are left out for which RATIONALE.md has a reason.
     *
     * @param agreed whether both refuse, be it for reasons that are left out
     * @param theirInvariants those that are broken, where nothing else is
     */
    record Verdicts(
            boolean agreed,
            List<String> theirs,
            List<String> ours,
            Set<String> theirInvariants,
            Set<String> ourInvariants) {
        boolean differ() {
            return theirs.isEmpty() != ours.isEmpty() && !agreed || !theirInvariants.equals(ourInvariants);
        }

        @Override
        public String toString() {
            return "%n    HAPI: %s %s%n    ours: %s %s".formatted(theirs, theirInvariants, ours, ourInvariants);
        }
    }

    Verdicts verdicts(ObjectNode resource) {
        ReferenceValidator.Findings found = reference.validate(resource);
        List<ValidationIssue> issues = ours.validate(resource).issues();
        List<String> theirs = found.errors().stream()
                .filter(error -> !KnownDifferences.ofReference(error))
                .toList();
        List<String> mine = issues.stream()
                .filter(ValidationIssue::isError)
                .map(Differential::shown)
                .filter(error -> !KnownDifferences.ofOurs(error))
                .toList();
        Set<String> invariants = issues.stream()
                .filter(issue ->
                        issue.type() == IssueType.INVARIANT && !issue.rule().isEmpty())
                .map(ValidationIssue::rule)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean sound = found.errors().stream().allMatch(error -> error.contains("Constraint failed"))
                && issues.stream()
                        .allMatch(issue -> !issue.isError()
                                || issue.type() == IssueType.INVARIANT
                                        && !issue.rule().isEmpty());
        boolean agreed = !found.errors().isEmpty() && issues.stream().anyMatch(ValidationIssue::isError);
        return sound
                ? new Verdicts(agreed, theirs, mine, compared(found.invariants()), compared(invariants))
                : new Verdicts(agreed, theirs, mine, Set.of(), Set.of());
    }

    private static String shown(ValidationIssue issue) {
        return "%s {%s} %s".formatted(issue.location(), issue.rule(), issue.message());
    }

    /** Without those that are checked in other ways than by their expressions. */
    private static Set<String> compared(Set<String> invariants) {
        return invariants.stream()
                .filter(key -> !ConstraintCompiler.CHECKED_ELSEWHERE.contains(key))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
