package org.openspine.demographics;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.Holders;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

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

    /** The number itself, and those of records merged with that of it. */
    public Set<NhsNumber> numbers(NhsNumber number) {
        if (repository.owner(BusinessKey.isMerged(number)).isEmpty()) {
            return Set.of(number); // as almost all
        }
        Set<NhsNumber> numbers = new LinkedHashSet<>(List.of(number));
        numbers.addAll(
                mergedWith(repository.holders(number, List.of(BusinessKey.MERGED), key(number.value())), number));
        return numbers;
    }

    /**
     * The numbers of records merged with that of {@code number}.
     *
     * @param held business identifiers of the patient, those of kind {@link BusinessKey#MERGED} among them
     */
    public static Set<NhsNumber> mergedWith(Holders held, NhsNumber number) {
        Set<NhsNumber> others = new LinkedHashSet<>();
        held.byBusinessKey().keySet().stream()
                .filter(key -> key.patient().filter(number::equals).isPresent())
                .flatMap(key -> key.mergedWith().stream())
                .sorted(Comparator.comparing(NhsNumber::value))
                .forEachOrdered(others::add);
        return others;
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
