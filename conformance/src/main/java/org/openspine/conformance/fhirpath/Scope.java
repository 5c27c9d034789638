package org.openspine.conformance.fhirpath;

/**
 * What an expression sees besides its focus.
 *
 * @param resource {@code %resource}: the resource in which the focus stands, where references to contained resources are looked up
 * @param root {@code %rootResource}: the resource that contains {@code resource}, or itself
 * @param context {@code %context}: the node the whole expression began with
 */
record Scope(Item resource, Item root, Item context, Surroundings surroundings) {}
