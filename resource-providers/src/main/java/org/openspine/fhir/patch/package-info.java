/**
 * Patches: changes to a resource told as operations, in the two forms FHIR has, JSON Patch and FHIRPath Patch. {@link
 * org.openspine.fhir.patch.Patches} reads them; a {@link org.openspine.fhir.patch.Patch} changes a copy or nothing.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">FHIR R4 patch</a>
 */
@NullMarked
package org.openspine.fhir.patch;

import org.jspecify.annotations.NullMarked;
