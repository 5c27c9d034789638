/**
 * The Electronic Prescription Service: prescriptions on their way from prescriber to pharmacy to payment. Central resource
 * {@code MedicationRequest}, national base paths {@code /fhir-prescribing}, {@code /fhir-dispensing} and
 * {@code /electronic-prescriptions}.
 *
 * <p>{@link org.openspine.prescriptions.PrescriptionEvents} is what happens to a prescription;
 * {@link org.openspine.prescriptions.PrescriptionError} why something may not. What a message must be, before any record is
 * looked at, is in {@code prescriptions.message}; who signed it, in {@code prescriptions.signature}. {@link
 * org.openspine.prescriptions.PrescriptionService} carries the events out: {@code prescriptions.event} reads the messages,
 * {@code prescriptions.state} has the state machine, {@code prescriptions.record} what is stored.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/electronic-prescription-service-fhir">EPS FHIR API</a>
 */
@NullMarked
package org.openspine.prescriptions;

import org.jspecify.annotations.NullMarked;
