/**
 * FHIRPath over JSON trees: the subset that search parameters are written in, compiled once and typed while it is compiled.
 *
 * <p>Entry point: {@link org.openspine.conformance.fhirpath.FhirPath}. What lies outside the subset is refused when it is compiled, by
 * name; nothing is ignored. Uses the shapes of {@code structure}.
 *
 * @see <a href="https://hl7.org/fhirpath/N1/">FHIRPath</a>
 */
@NullMarked
package org.openspine.conformance.fhirpath;

import org.jspecify.annotations.NullMarked;
