/**
 * The unified base: plain FHIR R4 over the record store for every resource type alike. {@link
 * org.openspine.fhir.UnifiedBase} routes a {@link org.openspine.fhir.FhirRequest} to its interaction; an entry of a Bundle
 * takes the same way as a request over HTTP. One class per interaction ({@code …Interaction}).
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">FHIR R4 RESTful API</a>
 */
@NullMarked
package org.openspine.fhir;

import org.jspecify.annotations.NullMarked;
