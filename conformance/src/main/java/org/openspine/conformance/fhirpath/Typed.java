package org.openspine.conformance.fhirpath;

import java.util.Set;
import org.openspine.conformance.structure.TypeShape;

/**
 * An expression with what is known about its results before it runs.
 *
 * @param types all types that results may have; empty if there can be no result
 * @param targets resource types that a resulting reference may point to; empty if not known
 * @param resolves whether the results stand for the resources that references point to, whose type alone may be asked for
 */
record Typed(Expression expression, Set<TypeShape> types, Set<String> targets, boolean resolves) {
    Typed(Expression expression, Set<TypeShape> types) {
        this(expression, types, Set.of(), false);
    }

    Typed with(Expression other) {
        return new Typed(other, types, targets, false);
    }

    Typed narrowedTo(Set<String> narrower) {
        return new Typed(expression, types, narrower, false);
    }
}
