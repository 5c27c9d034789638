/**
 * The stored record of a prescription, for everything that reads or changes it.
 *
 * <p><b>Shape.</b> With <em>stem</em> for the prescription number without its check character:
 *
 * <ul>
 *   <li>{@code RequestGroup/stem}: the record itself. {@code groupIdentifier} short and long form, {@code subject},
 *       {@code author} (prescribing organisation), {@code authoredOn}; the state with all opened issues, waiting cancellations
 *       and the history in the extension {@link org.openspine.prescriptions.record.RecordDocument#URL}; dispensers are
 *       contained. Its status is {@code active}; {@code draft} while only a cancellation has come.
 *   <li>{@code Bundle/stem}: the order as it was sent, apart from {@code id} and {@code meta}.
 *   <li>{@code MedicationRequest/stem-1} and so on: a line, with {@code status} and {@code dispenseStatus} in the current issue.
 *   <li>{@code Task/stem-1} and so on: an opened issue, as the task tracker shows it.
 *   <li>{@code MedicationDispense} and {@code Claim} with ids of their own: as they were sent; {@code entered-in-error} and
 *       {@code cancelled} when withdrawn or amended.
 * </ul>
 *
 * <p>Prescriptions that came as plain resources keep the ids these have; their record is made from the Task, and completed
 * when it is first needed ({@link org.openspine.prescriptions.record.PlainPrescriptions}). They have no Bundle.
 *
 * <p>{@link org.openspine.prescriptions.record.PrescriptionStore} is the way in: it reads, locks and saves. What is stored
 * may be behind the clock; whoever reads for people asks {@link org.openspine.prescriptions.record.PrescriptionStore#read},
 * which shows it as it is now. The lists {@code prescription-due} and {@code prescription-release ODS} of the {@link
 * org.openspine.repository.Agenda} hold what is due next and what waits for a nominated dispenser.
 */
@NullMarked
package org.openspine.prescriptions.record;

import org.jspecify.annotations.NullMarked;
