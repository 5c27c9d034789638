/**
 * Prescriptions for patients: what patients see of their own prescriptions. National base path
 * {@code /prescriptions-for-patients}, entry point {@link org.openspine.prescriptions.patientview.PatientViewApi}. Reads the
 * record and the status updates of pharmacies, changes nothing.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/prescriptions-for-patients">Prescriptions for patients API</a>
 */
@NullMarked
package org.openspine.prescriptions.patientview;

import org.jspecify.annotations.NullMarked;
