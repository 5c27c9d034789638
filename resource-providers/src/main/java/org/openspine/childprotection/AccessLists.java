package org.openspine.childprotection;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.openspine.repository.Agenda;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Of each patient the list of looks from unscheduled care, the newest first. It is kept beside the records themselves because
 * the newest few of many are read from its index; a search would collect all and sort them.
 */
public final class AccessLists {
    private final ResourceRepository repository;

    public AccessLists(ResourceRepository repository) {
        this.repository = repository;
    }

    /** In the transaction that stores the record. */
    void add(NhsNumber patient, ResourceKey accessRecord) {
        repository.agenda().add(List.of(new Agenda.Entry(list(patient), accessRecord.id(), -repository.nextNumber())));
    }

    /** The records of the latest looks, under whichever of these numbers the child was looked up. */
    public List<StoredResource> newest(Set<NhsNumber> numbers, int most) {
        List<ResourceKey> keys = numbers.stream()
                .flatMap(number -> repository.agenda().first(list(number), 0, most).stream())
                .sorted(Comparator.comparingLong(Agenda.Entry::position))
                .limit(most)
                .map(entry -> new ResourceKey("AuditEvent", entry.subject()))
                .toList();
        Map<ResourceKey, StoredResource> records = repository.read(keys);
        return keys.stream().map(records::get).filter(Objects::nonNull).toList();
    }

    private static String list(NhsNumber patient) {
        return "cpis-accesses:" + patient.value();
    }
}
