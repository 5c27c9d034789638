package org.openspine.childprotection;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.openspine.demographics.PatientIndex;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;

/** Finds the stored Flags of a patient. */
public final class PatientFlags {
    private static final int MOST = 100;

    private final ResourceRepository repository;
    private final PatientIndex patients;

    public PatientFlags(ResourceRepository repository) {
        this.repository = repository;
        this.patients = new PatientIndex(repository);
    }

    /** The top-level flag of a kind, whatever its status; the active one first. */
    public Optional<StoredResource> stored(NhsNumber patient, FlagKind kind) {
        return all(patient, List.of(kind)).stream()
                .min((one, other) -> Boolean.compare(isActive(other), isActive(one)));
    }

    /** Top-level flags of these kinds, whatever their status, oldest first. */
    public List<StoredResource> all(NhsNumber patient, List<FlagKind> kinds) {
        return all(Set.of(patient), kinds);
    }

    /** The same, under every number of the person: a flag must not be overlooked because records were merged. */
    public List<StoredResource> ofPerson(NhsNumber patient, List<FlagKind> kinds) {
        return all(patients.numbers(patient), kinds);
    }

    /** Top-level flags of these kinds under any of these numbers, whatever their status, oldest first. */
    List<StoredResource> all(Set<NhsNumber> numbers, List<FlagKind> kinds) {
        Criterion ofPatient = new Criterion.Indexed(
                IndexId.parameter("Flag", "patient"),
                numbers.stream()
                        .map(number -> new ValueMatch.Reference("Patient", number.value()))
                        .toList());
        return repository
                .search(new SearchQuery("Flag", List.of(ofPatient, coded(kinds)), List.of(), MOST, Optional.empty()))
                .matches()
                .stream()
                .filter(stored ->
                        FlagKind.ofCode(stored.tree()).filter(kinds::contains).isPresent())
                .toList();
    }

    /** That a Flag is the top-level flag of one of these kinds. */
    public static Criterion coded(List<FlagKind> kinds) {
        return new Criterion.Indexed(
                IndexId.parameter("Flag", "code"),
                kinds.stream()
                        .flatMap(kind -> kind.codes().stream())
                        .map(code -> new ValueMatch.Token(OptionalLong.empty(), code))
                        .toList());
    }

    public static boolean isActive(StoredResource flag) {
        return flag.tree().path("status").asText().equals("active");
    }
}
