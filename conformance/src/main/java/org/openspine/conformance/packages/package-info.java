/**
 * FHIR packages: archives and folders of conformance resources, read with care and never from the network.
 *
 * <p>Entry point: {@link org.openspine.conformance.packages.PackageReader}. A package that is broken or hostile is refused whole; what of a
 * sound one cannot be used is told.
 *
 * @see <a href="https://hl7.org/fhir/packages.html">FHIR packages</a>
 */
@NullMarked
package org.openspine.conformance.packages;

import org.jspecify.annotations.NullMarked;
