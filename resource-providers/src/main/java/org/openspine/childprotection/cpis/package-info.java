/**
 * Child Protection Information Sharing at {@code /cpis/FHIR/R4}: clinicians ask for the plans of a child and for who asked before
 * them; local authorities upload plans.
 *
 * <p>{@link org.openspine.childprotection.cpis.CpisApi} is the table of endpoints and the order of checks.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/child-protection-information-sharing-fhir">CP-IS FHIR API</a>
 */
@NullMarked
package org.openspine.childprotection.cpis;

import org.jspecify.annotations.NullMarked;
