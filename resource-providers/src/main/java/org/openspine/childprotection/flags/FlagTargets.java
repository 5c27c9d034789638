package org.openspine.childprotection.flags;

import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.ProtectionError;
import org.openspine.demographics.PatientIndex;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** Whom and what a record that is written hangs on: a patient who is known, and the flag of its kind. */
final class FlagTargets {
    private final ResourceRepository repository;
    private final PatientIndex patients;
    private final FlagRecords records;

    FlagTargets(ResourceRepository repository, FlagRecords records) {
        this.repository = repository;
        this.patients = new PatientIndex(repository);
        this.records = records;
    }

    /** Locks the Patient until the transaction ends. Throws {@link ProtectionError#INVALID_VALUE} for a number nobody knows. */
    NhsNumber lock(NhsNumber patient) {
        repository.lock(patients.numbers(patient).stream()
                .map(number -> PatientIndex.key(number.value()))
                .toList());
        boolean known = repository
                .lock(new ResourceKey("Patient", patient.value()))
                .filter(stored -> !stored.isDeleted())
                .isPresent();
        if (!known) {
            throw new SpineException(ProtectionError.INVALID_VALUE, "NHS number is not known");
        }
        return patient;
    }

    /** The flag of this kind that the patient has. Throws {@link ProtectionError#INVALID} if there is none. */
    ResourceKey flag(NhsNumber patient, FlagKind kind) {
        return records.active(patient, kind)
                .map(StoredResource::key)
                .orElseThrow(
                        () -> FlagChecks.invalid("category", "The patient has no flag of this kind to attach it to"));
    }
}
