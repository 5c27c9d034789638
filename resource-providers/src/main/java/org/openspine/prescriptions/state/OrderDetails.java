package org.openspine.prescriptions.state;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What the order of a prescription says and nothing changes later.
 *
 * @param longForm UUID, in lower case
 * @param prescriber ODS code of the organisation that prescribed
 * @param orderId id of the order message, in lower case
 * @param type code of the prescription type, empty if not provided
 * @param daysSupply for how long one issue lasts
 * @param base where the periods of validity begin
 * @param authored when it was signed
 * @param issues how often it is dispensed, 1 unless it is repeat dispensing
 * @param controlled whether it has a controlled drug
 */
public record OrderDetails(
        String longForm,
        String nhsNumber,
        String prescriber,
        String orderId,
        Treatment treatment,
        String type,
        int daysSupply,
        LocalDate base,
        Instant authored,
        Instant uploaded,
        int issues,
        boolean controlled) {
    public boolean isRepeatDispensing() {
        return treatment == Treatment.REPEAT_DISPENSING;
    }
}
