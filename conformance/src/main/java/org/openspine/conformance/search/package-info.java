/**
 * Search parameters: what they are called, what they select, and which of them make up a compartment.
 *
 * <p>Entry point: {@link org.openspine.conformance.search.SearchParameterRegistry}. The definitions are the specification's own; their
 * expressions run on JSON trees through {@code fhirpath}.
 *
 * @see <a href="https://hl7.org/fhir/R4/searchparameter-registry.html">FHIR R4 search parameters</a>
 */
@NullMarked
package org.openspine.conformance.search;

import org.jspecify.annotations.NullMarked;
