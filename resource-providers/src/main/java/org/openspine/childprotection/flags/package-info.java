/**
 * The Patient Flags API at {@code /patient-flags-api/FHIR/R4}: reasonable adjustments, female genital mutilation, and the child
 * protection flag. {@code PatientFlag} in a path means top-level Flags; bodies are Flags.
 *
 * <p>{@link org.openspine.childprotection.flags.PatientFlagsApi} is the table of endpoints. {@code Fgm…} is the older FGM
 * Information Sharing API at the same base, on the same records.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/reasonable-adjustment-flag-fhir">Patient Flag API</a>
 */
@NullMarked
package org.openspine.childprotection.flags;

import org.jspecify.annotations.NullMarked;
