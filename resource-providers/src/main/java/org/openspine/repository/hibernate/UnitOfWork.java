package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Witness;
import org.openspine.repository.search.IndexValue;

/**
 * One database transaction: its session, the rows that wait to be written in batches, and the rows it has locked. Used by
 * one thread.
 */
final class UnitOfWork {
    private final StatelessSession session;
    private final Statements statements;
    private final List<ResourceRow> newResources = new ArrayList<>();
    private final List<BusinessKeyRow> newKeys = new ArrayList<>();
    private final IndexRows newIndexRows = new IndexRows();
    private final List<ChangeRow> newChanges = new ArrayList<>();
    private final List<Witness.Change> changes = new ArrayList<>();
    private final Map<ResourceKey, LockedVersion> locked = new HashMap<>();
    private final Map<ResourceKey, Optional<StoredResource>> held = new HashMap<>();
    private final Map<ResourceKey, List<BusinessKey>> claims = new HashMap<>();
    private final Set<ResourceKey> waiting = new HashSet<>();
    private final boolean repeated;
    private boolean wrote;

    /** @param repeated whether the transaction has lost a race before */
    UnitOfWork(StatelessSession session, Statements statements, boolean repeated) {
        this.session = session;
        this.statements = statements;
        this.repeated = repeated;
    }

    /** The surrogate key, current version and index rows of a resource that this transaction holds. */
    record LockedVersion(long resourceId, long version, IndexDigest indexed) {}

    boolean isRepeated() {
        return repeated;
    }

    /** The session, after all waiting rows were written: what is read through it includes what was stored. */
    StatelessSession session() {
        flush();
        return session;
    }

    /** The session for statements about one resource: waiting rows of others go on waiting for their batch. */
    StatelessSession sessionFor(ResourceKey key) {
        return waiting.contains(key) ? session() : session;
    }

    /** The session for statements about nothing that could be waiting. */
    StatelessSession sessionAsIs() {
        return session;
    }

    void markWritten() {
        wrote = true;
    }

    boolean hasWritten() {
        return wrote;
    }

    void insert(ResourceRow row) {
        newResources.add(row);
        wrote = true;
    }

    void insert(Collection<IndexValue> values, long resourceId, @Nullable Long patient) {
        newIndexRows.add(values, resourceId, patient);
    }

    void insert(ChangeRow row, ResourceKey key) {
        newChanges.add(row);
        changes.add(new Witness.Change(key, row.version, row.patient));
        wrote = true;
    }

    @Nullable
    LockedVersion locked(ResourceKey key) {
        return locked.get(key);
    }

    /** Whether the transaction knows the current version of this key, or that there is none. */
    boolean isHeld(ResourceKey key) {
        return held.containsKey(key);
    }

    Optional<StoredResource> held(ResourceKey key) {
        return held.getOrDefault(key, Optional.empty());
    }

    void hold(StoredResource stored, LockedVersion version) {
        held.put(stored.key(), Optional.of(stored));
        locked.put(stored.key(), version);
    }

    /** Nothing can be locked there; if another transaction creates it first, this one loses the race and is run again. */
    void holdAbsent(ResourceKey key) {
        held.putIfAbsent(key, Optional.empty());
    }

    void insertKeys(Collection<BusinessKeyRow> rows) {
        newKeys.addAll(rows);
        wrote = true;
    }

    /** The session for statements about business identifiers. */
    StatelessSession sessionForKeys() {
        return newKeys.isEmpty() ? session : session();
    }

    /** Identifiers for a resource that is not there yet. */
    void claimLater(ResourceKey owner, Collection<BusinessKey> keys) {
        claims.computeIfAbsent(owner, key -> new ArrayList<>()).addAll(keys);
    }

    /** Identifiers that nobody shall have: neither those that wait for their resource. */
    void unclaim(Collection<BusinessKey> keys) {
        claims.values().forEach(waitingKeys -> waitingKeys.removeAll(keys));
    }

    /** What was claimed for a resource before it was stored; told once. */
    List<BusinessKey> claimedBefore(ResourceKey owner) {
        List<BusinessKey> keys = claims.remove(owner);
        return keys == null ? List.of() : keys;
    }

    void markWaiting(ResourceKey key) {
        waiting.add(key);
    }

    /** The versions that this transaction makes. */
    List<Witness.Change> changes() {
        return changes;
    }

    void flush() {
        waiting.clear();
        insertAll(newResources);
        insertAll(newKeys);
        newIndexRows.flush(session, statements);
    }

    /** The last rows before the commit: changes, numbered in the order of commits. */
    void flushChanges(LongSupplier numbers) {
        newChanges.forEach(change -> change.number = numbers.getAsLong());
        insertAll(newChanges);
    }

    private void insertAll(List<?> rows) {
        if (!rows.isEmpty()) {
            session.insertMultiple(rows);
            rows.clear();
        }
    }
}
