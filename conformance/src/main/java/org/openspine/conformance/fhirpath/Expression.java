package org.openspine.conformance.fhirpath;

import java.util.List;

/** A compiled piece of FHIRPath. */
interface Expression {
    Expression FOCUS = (focus, scope) -> focus;

    List<Item> evaluate(List<Item> focus, Scope scope);
}
