package org.openspine.fhir;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openspine.repository.Agenda;
import org.openspine.repository.AuditStore;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.ChangeFeed;
import org.openspine.repository.ChangeLog;
import org.openspine.repository.ClientStore;
import org.openspine.repository.HistoryPage;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.Holders;
import org.openspine.repository.JobStore;
import org.openspine.repository.NumberBlocks;
import org.openspine.repository.OutboxStore;
import org.openspine.repository.Reindexing;
import org.openspine.repository.ReplayStore;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Witness;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.SearchQuery;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * The record store as one caller sees it. The criteria of {@link VisibleRecord} go into every query, and a resource that is
 * asked for by its key is looked up with them, so that all doors decide by the same rule. A resource that is not visible
 * answers as one that was never stored.
 */
final class VisibleRepository implements ResourceRepository {
    private final ResourceRepository all;
    private final VisibleRecord record;

    VisibleRepository(ResourceRepository all, VisibleRecord record) {
        this.all = all;
        this.record = record;
    }

    @Override
    public Optional<StoredResource> read(ResourceKey key) {
        return ifVisible(key, all.read(key)).map(record::view);
    }

    @Override
    public Optional<StoredResource> vread(ResourceKey key, long version) {
        return ifVisible(key, all.vread(key, version)).map(record::view);
    }

    @Override
    public Map<ResourceKey, StoredResource> read(Collection<ResourceKey> keys) {
        Map<ResourceKey, StoredResource> visible = new LinkedHashMap<>();
        Map<ResourceKey, StoredResource> stored = all.read(keys);
        Set<ResourceKey> shown = visible(stored.keySet());
        stored.forEach((key, one) -> {
            if (shown.contains(key)) {
                visible.put(key, record.view(one));
            }
        });
        return visible;
    }

    /** Unlike a read, not the view: what is written next is made of all that is stored. */
    @Override
    public Optional<StoredResource> lock(ResourceKey key) {
        return ifVisible(key, all.lock(key));
    }

    @Override
    public void lock(Collection<ResourceKey> keys) {
        all.lock(keys);
    }

    @Override
    public SearchPage search(SearchQuery query) {
        SearchPage page = all.search(record.limited(query));
        return new SearchPage(page.matches().stream().map(record::view).toList(), page.next());
    }

    @Override
    public long count(SearchQuery query) {
        return all.count(record.limited(query));
    }

    @Override
    public Collection<ResourceKey> targets(Collection<ResourceKey> sources, Set<Long> parameters) {
        return all.targets(sources, parameters);
    }

    @Override
    public Collection<ResourceKey> referrers(
            String type, Set<Long> parameters, Collection<ResourceKey> targets, int limit) {
        return visible(all.referrers(type, parameters, targets, limit));
    }

    @Override
    public List<StoredResource> examples(IndexKind kind, Collection<Long> parameters, int limit) {
        List<StoredResource> found = all.examples(kind, parameters, limit);
        Set<ResourceKey> shown = visible(found.stream().map(StoredResource::key).toList());
        return found.stream()
                .filter(one -> shown.contains(one.key()))
                .map(record::view)
                .toList();
    }

    @Override
    public HistoryPage history(HistoryQuery query) {
        HistoryPage page = all.history(query);
        Set<ResourceKey> shown =
                visible(page.versions().stream().map(StoredResource::key).collect(Collectors.toSet()));
        return new HistoryPage(
                page.versions().stream()
                        .filter(version -> shown.contains(version.key()))
                        .map(version -> version.isDeleted() ? version : record.view(version))
                        .toList(),
                page.next());
    }

    /** Looked up for what was not found, too: else the time would tell what is hidden from what never was. */
    private Optional<StoredResource> ifVisible(ResourceKey key, Optional<StoredResource> found) {
        boolean visible = !visible(key.type(), List.of(key)).isEmpty();
        return visible ? found : Optional.empty();
    }

    /** Those of {@code keys} that fulfil the criteria of their type; what is deleted fulfils none, and may be told anyway. */
    private Set<ResourceKey> visible(Collection<ResourceKey> keys) {
        return keys.stream().collect(Collectors.groupingBy(ResourceKey::type)).entrySet().stream()
                .flatMap(ofType -> visible(ofType.getKey(), ofType.getValue()).stream())
                .collect(Collectors.toSet());
    }

    private List<ResourceKey> visible(String type, List<ResourceKey> keys) {
        if (record.criteria(type).isEmpty()) {
            return keys;
        }
        List<String> ids = keys.stream().map(ResourceKey::id).distinct().toList();
        List<ResourceKey> shown = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += SearchQuery.MAX_COUNT) {
            List<String> some = ids.subList(from, Math.min(from + SearchQuery.MAX_COUNT, ids.size()));
            SearchQuery query =
                    new SearchQuery(type, List.of(new Criterion.Ids(some)), List.of(), some.size(), Optional.empty());
            all.search(record.limited(query)).matches().forEach(match -> shown.add(match.key()));
        }
        if (record.showsDeletions(type)) {
            keys.stream()
                    .distinct()
                    .filter(key -> !shown.contains(key))
                    .filter(key ->
                            all.read(key).filter(StoredResource::isDeleted).isPresent())
                    .forEach(shown::add);
        }
        return shown;
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        return all.inTransaction(work);
    }

    @Override
    public <T> T witnessed(Witness witness, Supplier<T> work) {
        return all.witnessed(witness, work);
    }

    @Override
    public <T> T within(Duration patience, Supplier<T> work) {
        return all.within(patience, work);
    }

    @Override
    public void guard(Collection<String> subjects) {
        all.guard(subjects);
    }

    @Override
    public StoredResource store(ResourceWrite write) {
        return all.store(write);
    }

    @Override
    public List<StoredResource> store(List<ResourceWrite> writes) {
        return all.store(writes);
    }

    @Override
    public void claim(ResourceKey owner, Collection<BusinessKey> keys) {
        all.claim(owner, keys);
    }

    @Override
    public void release(Collection<BusinessKey> keys) {
        all.release(keys);
    }

    @Override
    public Holders holders(NhsNumber patient, Collection<String> kinds, ResourceKey key) {
        return all.holders(patient, kinds, key);
    }

    @Override
    public Holders holders(Collection<BusinessKey> businessKeys, Collection<ResourceKey> keys) {
        return all.holders(businessKeys, keys);
    }

    @Override
    public Optional<ResourceKey> owner(BusinessKey key) {
        return all.owner(key);
    }

    @Override
    public ChangeLog changes() {
        return all.changes();
    }

    @Override
    public OutboxStore outbox() {
        return all.outbox();
    }

    @Override
    public ChangeFeed changeFeed() {
        return all.changeFeed();
    }

    @Override
    public JobStore jobs() {
        return all.jobs();
    }

    @Override
    public NumberBlocks numberBlocks() {
        return all.numberBlocks();
    }

    @Override
    public Reindexing reindexing() {
        return all.reindexing();
    }

    @Override
    public ReplayStore replays() {
        return all.replays();
    }

    @Override
    public Agenda agenda() {
        return all.agenda();
    }

    @Override
    public ClientStore clients() {
        return all.clients();
    }

    @Override
    public AuditStore audit() {
        return all.audit();
    }

    @Override
    public long nextNumber() {
        return all.nextNumber();
    }

    @Override
    public String nextLogicalId() {
        return all.nextLogicalId();
    }

    @Override
    public long reserveNumbers(String name, long first, int count) {
        return all.reserveNumbers(name, first, count);
    }

    @Override
    public byte[] sharedSecret(String name, Supplier<byte[]> initial) {
        return all.sharedSecret(name, initial);
    }

    @Override
    public boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public long statementCount() {
        return all.statementCount();
    }

    @Override
    public void close() {
        all.close();
    }
}
