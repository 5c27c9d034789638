/**
 * Whether a resource is one: the structural rules of FHIR R4's JSON, checked on the tree in microseconds.
 *
 * <p>Entry point: {@link org.openspine.conformance.validation.ResourceValidator}. Messages name elements, types, valid codes and the
 * rule, never a value of the resource. Uses the shapes of {@code structure}.
 */
@NullMarked
package org.openspine.conformance.validation;

import org.jspecify.annotations.NullMarked;
