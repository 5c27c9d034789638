/**
 * The Summary Care Record at {@code /summary-care-record/FHIR/R4}. {@link org.openspine.carerecords.scr.ScrApi} is its table of
 * endpoints and the order of checks.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/summary-care-record-fhir">Summary Care Record - FHIR API</a>
 */
@NullMarked
package org.openspine.carerecords.scr;

import org.jspecify.annotations.NullMarked;
