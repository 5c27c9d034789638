package org.openspine.carerecords.scr;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openspine.carerecords.consent.ConsentKind;
import org.openspine.carerecords.consent.Consents;
import org.openspine.demographics.PatientIndex;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.Holders;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** What the store holds of a patient under one NHS number: the newest summary, decisions, the Patient. */
record PatientHoldings(NhsNumber patient, Holders held) {
    /** Under the number that is asked for, and under every number that was merged with it; one read unless there are any. */
    static List<PatientHoldings> of(ResourceRepository repository, NhsNumber patient, List<String> kinds) {
        List<String> all =
                Stream.concat(kinds.stream(), Stream.of(BusinessKey.MERGED)).toList();
        PatientHoldings asked = read(repository, patient, all);
        return Stream.concat(
                        Stream.of(asked),
                        PatientIndex.mergedWith(asked.held(), patient).stream()
                                .map(other -> read(repository, other, kinds)))
                .toList();
    }

    private static PatientHoldings read(ResourceRepository repository, NhsNumber patient, List<String> kinds) {
        return new PatientHoldings(patient, repository.holders(patient, kinds, PatientIndex.key(patient.value())));
    }

    Optional<StoredResource> record() {
        return held.of(PatientIndex.key(patient.value()));
    }

    boolean refuses(ConsentKind kind) {
        return held.of(Consents.refusalKey(kind, patient)).isPresent();
    }

    /** The one whose resource under this identifier is the youngest. */
    static Optional<PatientHoldings> newest(List<PatientHoldings> all, KeyOf key) {
        return all.stream()
                .filter(one -> one.held.of(key.of(one.patient)).isPresent())
                .max(Comparator.comparing(
                        one -> one.held.of(key.of(one.patient)).orElseThrow().lastUpdated()));
    }

    /** A business identifier of a patient. */
    @FunctionalInterface
    interface KeyOf {
        BusinessKey of(NhsNumber patient);
    }
}
