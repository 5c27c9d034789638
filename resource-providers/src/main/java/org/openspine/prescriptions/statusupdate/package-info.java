/**
 * Prescription status updates: pharmacies tell patients how far each item is. National base path
 * {@code /prescription-status-update}, entry point {@link org.openspine.prescriptions.statusupdate.StatusUpdateApi}. Updates
 * are kept as Tasks and know nothing of the record of the prescription, which need not exist.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/electronic-prescription-service-prescription-status-update">
 *     Prescription status update API</a>
 */
@NullMarked
package org.openspine.prescriptions.statusupdate;

import org.jspecify.annotations.NullMarked;
