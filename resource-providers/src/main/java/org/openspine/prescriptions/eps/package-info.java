/**
 * The FHIR API of the Electronic Prescription Service at its three base paths, which are three doors to the same:
 * {@code /fhir-prescribing}, {@code /fhir-dispensing} and the older {@code /electronic-prescriptions}. Requests are checked
 * here in the published order; what they do to a prescription is
 * {@link org.openspine.prescriptions.PrescriptionEvents}.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/electronic-prescription-service-fhir">EPS FHIR API</a>
 */
@NullMarked
package org.openspine.prescriptions.eps;

import org.jspecify.annotations.NullMarked;
