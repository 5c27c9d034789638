/**
 * What elements each R4 type has: names, types, cardinality, codes of required bindings, summary and modifier flags.
 *
 * <p>Compiled on first use from the annotations of HAPI's model classes. Entry point: {@link
 * org.openspine.conformance.structure.Structures}. Search typing, validation and projections read the same shapes.
 */
@NullMarked
package org.openspine.conformance.structure;

import org.jspecify.annotations.NullMarked;
