package org.openspine.demographics;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;

/** The records of patients by NHS number. Other services ask here and nowhere else in demographics. */
public final class PatientIndex {
    private final ResourceRepository repository;

    public PatientIndex(ResourceRepository repository) {
        this.repository = repository;
    }

    public static ResourceKey key(String nhsNumber) {
        return new ResourceKey("Patient", nhsNumber);
    }

    /** The record of this very number, whatever its state; empty if there is none. */
    public Optional<PatientRecord> record(String nhsNumber) {
        if (!ResourceKey.isLogicalId(nhsNumber)) {
            return Optional.empty();
        }
        return repository
                .read(key(nhsNumber))
                .filter(stored -> !stored.isDeleted())
                .map(PatientRecord::of);
    }

    /** The same, locked until the transaction ends. */
    public Optional<PatientRecord> lock(String nhsNumber) {
        return repository
                .lock(key(nhsNumber))
                .filter(stored -> !stored.isDeleted())
                .map(PatientRecord::of);
    }

    /** The record itself or, if it was superseded, the last of its successors; empty where the chain ends at no record. */
    public Optional<PatientRecord> survivor(String nhsNumber) {
        Set<String> seen = new HashSet<>();
        String number = nhsNumber;
        while (seen.add(number)) {
            Optional<PatientRecord> found = record(number);
            Optional<String> next = found.flatMap(PatientRecord::replacedBy);
            if (next.isEmpty()) {
                return found;
            }
            number = next.get();
        }
        return Optional.empty(); // records that replace each other in a circle: none of them survived
    }
}
