/**
 * Code systems, value sets and concept maps: whether a code is in a value set, what it means, what it becomes in another system.
 *
 * <p>Entry point: {@link org.openspine.terminology.Terminology}, over resources that a {@link org.openspine.terminology.TerminologySource}
 * holds. What is not loaded is unknown, which is an answer of its own: never no.
 *
 * @see <a href="https://hl7.org/fhir/R4/terminology-service.html">FHIR R4 terminology service</a>
 */
@NullMarked
package org.openspine.terminology;

import org.jspecify.annotations.NullMarked;
