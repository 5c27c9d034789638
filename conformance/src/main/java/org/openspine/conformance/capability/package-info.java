/**
 * The CapabilityStatement of a server, from what it has registered.
 *
 * <p>Entry point: {@link org.openspine.conformance.capability.CapabilityStatementBuilder}, which turns a {@link
 * org.openspine.conformance.capability.ServerDescription} into JSON. Uses the definitions of {@code search}.
 *
 * @see <a href="https://hl7.org/fhir/R4/capabilitystatement.html">FHIR R4 CapabilityStatement</a>
 */
@NullMarked
package org.openspine.conformance.capability;

import org.jspecify.annotations.NullMarked;
