package org.openspine.demographics;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.openspine.api.WriteRule;
import org.openspine.conformance.json.JsonSlices;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Keeps which records were merged as business identifiers, each pair in both directions and across any number of merges, so that
 * what holds for a patient holds for every number the patient ever had.
 */
final class MergeRule implements WriteRule {
    /** More numbers than anybody ever had. */
    private static final int MOST = 40;

    private final ResourceRepository repository;
    private final PatientIndex patients;

    MergeRule(ResourceRepository repository) {
        this.repository = repository;
        this.patients = new PatientIndex(repository);
    }

    @Override
    public Set<String> types() {
        return Set.of("Patient");
    }

    /** What is deleted stays merged. */
    @Override
    public void check(Change change) {
        Optional<NhsNumber> number = NhsNumber.parse(change.key().id());
        if (number.isEmpty() || change.next().isEmpty()) {
            return;
        }
        Set<NhsNumber> before = change.current()
                .filter(stored -> JsonSlices.member(stored.body(), "link").isPresent())
                .map(stored -> PatientRecord.of(stored).mergedWith())
                .orElse(Set.of());
        Set<NhsNumber> after =
                new PatientRecord(number.get().value(), 0, change.next().get()).mergedWith();
        if (!before.equals(after)) {
            repository.guard(List.of("merged-numbers"));
            remember(change.key(), number.get(), before, after);
        }
    }

    private void remember(ResourceKey owner, NhsNumber number, Set<NhsNumber> before, Set<NhsNumber> after) {
        Set<NhsNumber> concerned = new LinkedHashSet<>();
        Set<BusinessKey> known = new HashSet<>();
        Deque<NhsNumber> open = new ArrayDeque<>(before);
        open.addAll(after);
        open.add(number);
        while (!open.isEmpty() && concerned.size() <= MOST) {
            NhsNumber one = open.poll();
            if (concerned.add(one)) {
                Set<NhsNumber> others = new LinkedHashSet<>(patients.numbers(one));
                others.remove(one);
                others.forEach(other -> known.add(BusinessKey.merged(one, other)));
                if (!others.isEmpty()) {
                    known.add(BusinessKey.isMerged(one));
                }
                open.addAll(others);
            }
        }
        if (concerned.size() > MOST) {
            throw SpineException.at(
                    FhirError.BUSINESS_RULE, "Patient.link", "More than %d records are merged here".formatted(MOST));
        }
        Set<BusinessKey> wanted = keys(links(concerned, number, after));
        List<BusinessKey> fresh =
                wanted.stream().filter(key -> !known.contains(key)).toList();
        repository.release(known.stream().filter(key -> !wanted.contains(key)).toList());
        repository.release(fresh); // whose holder was deleted
        repository.claim(owner, fresh);
    }

    /** Who names whom, both ways. */
    private Map<NhsNumber, Set<NhsNumber>> links(Set<NhsNumber> concerned, NhsNumber number, Set<NhsNumber> after) {
        Map<NhsNumber, Set<NhsNumber>> named = new HashMap<>();
        repository
                .read(concerned.stream()
                        .map(one -> PatientIndex.key(one.value()))
                        .toList())
                .values()
                .forEach(stored -> NhsNumber.parse(stored.key().id())
                        .ifPresent(
                                one -> named.put(one, PatientRecord.of(stored).mergedWith())));
        named.put(number, after);
        Map<NhsNumber, Set<NhsNumber>> links = new TreeMap<>(Comparator.comparing(NhsNumber::value));
        named.forEach((one, others) -> others.forEach(other -> {
            links.computeIfAbsent(one, key -> new HashSet<>()).add(other);
            links.computeIfAbsent(other, key -> new HashSet<>()).add(one);
        }));
        return links;
    }

    /** Everybody who can be reached from somebody is the same person. */
    private static Set<BusinessKey> keys(Map<NhsNumber, Set<NhsNumber>> links) {
        Set<BusinessKey> keys = new LinkedHashSet<>();
        for (NhsNumber start : links.keySet()) {
            Set<NhsNumber> reached = new HashSet<>();
            Deque<NhsNumber> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                NhsNumber next = open.poll();
                if (reached.add(next)) {
                    open.addAll(links.getOrDefault(next, Set.of()));
                }
            }
            reached.remove(start);
            reached.forEach(other -> keys.add(BusinessKey.merged(start, other)));
            keys.add(BusinessKey.isMerged(start));
        }
        return keys;
    }
}
