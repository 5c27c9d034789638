package org.openspine.conformance.validation;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.structure.ElementShape;

/** The choice elements met in one object: of each choice only one type may be there. */
final class Choices {
    private List<ElementShape> met = List.of();
    private List<ElementShape> excess = List.of();

    void add(ElementShape element) {
        if (!element.choice()) {
            return;
        }
        if (met.isEmpty()) {
            met = new ArrayList<>(2);
        }
        for (ElementShape other : met) {
            if (other.path().equals(element.path()) && !other.name().equals(element.name())) {
                excess = excess.isEmpty() ? new ArrayList<>(1) : excess;
                excess.add(element);
            }
        }
        met.add(element);
    }

    void report(Issues issues) {
        for (ElementShape element : excess) {
            issues.error(
                    element.name(),
                    IssueType.STRUCTURE,
                    "%s[x] is a choice of types: keep one, remove %s".formatted(element.path(), element.name()));
        }
    }
}
