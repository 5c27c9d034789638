/**
 * FHIR's JSON: a guard in front of everything that parses a body, and the writer that gives every decimal back as it came.
 *
 * <p>Entry point: {@link org.openspine.conformance.json.ResourceJson}. Uses Jackson and nothing of ours.
 */
@NullMarked
package org.openspine.conformance.json;

import org.jspecify.annotations.NullMarked;
