/**
 * What APIs are made of, free of servlet types: a {@link org.openspine.api.SpineApi} takes an
 * {@link org.openspine.api.IncomingRequest} and returns a {@link org.openspine.api.FhirResponse}. The unified base
 * ({@code org.openspine.fhir}) and the national APIs are built on this; it knows none of them.
 */
@NullMarked
package org.openspine.api;

import org.jspecify.annotations.NullMarked;
