/**
 * The clinical prescription tracker: what became of a prescription, for healthcare workers. National base path
 * {@code /clinical-prescription-tracker}, entry point {@link org.openspine.prescriptions.tracker.ClinicalTrackerApi}. Reads
 * the record, changes nothing.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/clinical-prescription-tracker">Clinical prescription tracker
 *     API</a>
 */
@NullMarked
package org.openspine.prescriptions.tracker;

import org.jspecify.annotations.NullMarked;
