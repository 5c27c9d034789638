package org.openspine.conformance.fhirpath;

import java.util.List;

/** A compiled piece of FHIRPath. */
interface Expression {
    Expression FOCUS = (focus, resource) -> focus;

    /** {@code resource} is what {@code %resource} means and where references to contained resources are looked up. */
    List<Item> evaluate(List<Item> focus, Item resource);
}
