package org.openspine.demographics.pds;

import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/** Finds the record an NHS number stands for, with the errors this API has for those that it does not. */
final class PdsPatients {
    private final PatientIndex index;

    PdsPatients(PatientIndex index) {
        this.index = index;
    }

    /** Throws {@link PdsError#INVALID_RESOURCE_ID} unless this is an NHS number. */
    static void requireNumber(String nhsNumber) {
        if (NhsNumber.parse(nhsNumber).isEmpty()) {
            throw new SpineException(PdsError.INVALID_RESOURCE_ID);
        }
    }

    /**
     * The record, or the survivor of a superseded one. Throws {@link PdsError#INVALID_RESOURCE_ID}, {@link
     * PdsError#RESOURCE_NOT_FOUND} and {@link PdsError#INVALIDATED_RESOURCE}.
     */
    PatientRecord survivor(String nhsNumber) {
        requireNumber(nhsNumber);
        PatientRecord record = index.survivor(nhsNumber)
                .filter(PatientRecord::hasNumber)
                .orElseThrow(() -> new SpineException(PdsError.RESOURCE_NOT_FOUND));
        if (record.isInvalidated()) {
            throw new SpineException(PdsError.INVALIDATED_RESOURCE);
        }
        return record;
    }
}
