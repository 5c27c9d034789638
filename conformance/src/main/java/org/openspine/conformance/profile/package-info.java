/**
 * Profiles: definitions by canonical URL, snapshots made from differentials, and profiles compiled into programs that run over a
 * resource once.
 *
 * <p>Entry points: {@link org.openspine.conformance.profile.Definitions} and {@link org.openspine.conformance.profile.Profiles}. R4's
 * own definitions are in a compact form beside this package; everything else is loaded. Nothing is fetched.
 *
 * @see <a href="https://hl7.org/fhir/R4/profiling.html">FHIR R4 profiling</a>
 */
@NullMarked
package org.openspine.conformance.profile;

import org.jspecify.annotations.NullMarked;
