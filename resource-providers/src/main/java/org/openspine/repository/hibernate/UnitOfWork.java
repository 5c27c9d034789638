package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.ResourceKey;

/**
 * One database transaction: its session, the rows that wait to be written in batches, and the rows it has locked. Used by
 * one thread.
 */
final class UnitOfWork {
    private final StatelessSession session;
    private final List<ResourceRow> newResources = new ArrayList<>();
    private final Map<Class<?>, List<IndexRow>> newIndexRows = new HashMap<>();
    private final List<ChangeRow> newChanges = new ArrayList<>();
    private final Map<ResourceKey, LockedVersion> locked = new HashMap<>();
    private boolean wrote;

    UnitOfWork(StatelessSession session) {
        this.session = session;
    }

    /** The surrogate key and current version of a resource that this transaction holds. */
    record LockedVersion(long resourceId, long version) {}

    /** The session, after all waiting rows were written: what is read through it includes what was stored. */
    StatelessSession session() {
        flush();
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

    void insert(IndexRow row) {
        newIndexRows.computeIfAbsent(row.getClass(), type -> new ArrayList<>()).add(row);
    }

    void insert(ChangeRow row) {
        newChanges.add(row);
        wrote = true;
    }

    @Nullable
    LockedVersion locked(ResourceKey key) {
        return locked.get(key);
    }

    void remember(ResourceKey key, long resourceId, long version) {
        locked.put(key, new LockedVersion(resourceId, version));
    }

    void flush() {
        insertAll(newResources);
        newIndexRows.values().forEach(this::insertAll);
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
