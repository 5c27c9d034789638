package org.openspine.repository.hibernate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.TimeOrderedIds;
import org.openspine.repository.Verb;
import org.openspine.repository.search.IndexExtractor;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.IndexValue;

/** Writes the next version of a resource: the row, the superseded version, the index rows and the change. */
final class VersionWriter {
    private static final String MOVE_TO_HISTORY = """
            INSERT INTO resource_history (resource_id, version, last_updated, verb, patient, body)
            SELECT resource_id, version, last_updated, verb, patient, body FROM resource
            WHERE resource_id = ? AND version = ?""";
    private static final String COMPARE_AND_SET = """
            UPDATE resource SET version = ?, last_updated = ?, verb = ?, patient = ?, body = ?, index_digest = ?
            WHERE resource_id = ? AND version = ?""";

    private static final String RELEASE = "DELETE FROM business_key WHERE kind = ? AND value = ?";

    private static final String LOCK =
            "SELECT type, logical_id, version, last_updated, verb, body, resource_id, index_digest FROM resource WHERE ";

    private final Statements statements;
    private final IndexExtractor extractor;
    private final PatientCompartment compartment;
    private final TimeOrderedIds ids;
    private final Clock clock;

    VersionWriter(
            Statements statements,
            IndexExtractor extractor,
            PatientCompartment compartment,
            TimeOrderedIds ids,
            Clock clock) {
        this.statements = statements;
        this.extractor = extractor;
        this.compartment = compartment;
        this.ids = ids;
        this.clock = clock;
    }

    Optional<StoredResource> lock(UnitOfWork unit, ResourceKey key) {
        lockAll(unit, List.of(key));
        return unit.held(key);
    }

    /** One statement, in the order of the keys, so that two transactions cannot wait for each other. */
    void lockAll(UnitOfWork unit, Collection<ResourceKey> keys) {
        List<ResourceKey> missing = keys.stream()
                .filter(key -> !unit.isHeld(key))
                .sorted()
                .distinct()
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        statements
                .list(
                        unit.sessionAsIs(),
                        locking(missing),
                        row -> Map.entry(
                                Versions.stored(row, 1),
                                new UnitOfWork.LockedVersion(
                                        row.getLong(7), row.getLong(3), IndexDigest.read(row.getBytes(8)))))
                .forEach(row -> unit.hold(row.getKey(), row.getValue()));
        missing.forEach(unit::holdAbsent);
    }

    static Sql locking(List<ResourceKey> keys) {
        return Sql.of(LOCK).then(keyCondition(keys)).then(" ORDER BY type, logical_id FOR UPDATE");
    }

    private static Sql keyCondition(List<ResourceKey> keys) {
        if (keys.size() == 1) {
            return Sql.of(
                    "type = ? AND logical_id = ?",
                    keys.get(0).type(),
                    keys.get(0).id());
        }
        return Sql.join(
                        ", ",
                        keys.stream()
                                .map(key -> Sql.of("(?, ?)", key.type(), key.id()))
                                .toList())
                .within("(type, logical_id) IN (", ")");
    }

    StoredResource store(UnitOfWork unit, ResourceWrite write) {
        return store(unit, List.of(write)).get(0);
    }

    /** The writes are about different resources. */
    List<StoredResource> store(UnitOfWork unit, List<ResourceWrite> writes) {
        lockAll(
                unit,
                writes.stream()
                        .filter(write ->
                                unit.locked(write.key()) == null && (write.expectedVersion() > 0 || unit.isRepeated()))
                        .map(ResourceWrite::key)
                        .toList());
        List<Prepared> prepared =
                writes.stream().map(write -> prepare(unit, write)).toList();
        replace(unit, prepared.stream().filter(each -> each.current() != null).toList());
        prepared.forEach(each -> put(unit, each));
        return prepared.stream().map(Prepared::next).toList();
    }

    /** A version about to be written, and the one it follows. */
    private record Prepared(
            UnitOfWork.@Nullable LockedVersion current,
            StoredResource next,
            @Nullable Long patient,
            IndexChange index) {
        long resourceId() {
            return current == null ? 0 : current.resourceId();
        }
    }

    private Prepared prepare(UnitOfWork unit, ResourceWrite write) {
        ResourceKey key = write.key();
        UnitOfWork.LockedVersion current = unit.locked(key);
        long currentVersion = current == null ? 0 : current.version();
        if (currentVersion != write.expectedVersion()) {
            throw conflict(key);
        }
        return indexed(write.resource(), nextVersion(write), current, () -> values(unit.held(key)));
    }

    /** @param former the index values that the current version should have */
    private Prepared indexed(
            ObjectNode resource,
            StoredResource next,
            UnitOfWork.@Nullable LockedVersion current,
            Supplier<Set<IndexValue>> former) {
        ResourceKey key = next.key();
        Set<IndexValue> values = next.isDeleted() ? Set.of() : extractor.extract(key.type(), resource);
        Long patient = compartment.patientOf(key, values, resource);
        IndexDigest before = current == null ? IndexDigest.EMPTY : current.indexed();
        return new Prepared(current, next, patient, IndexChange.of(before, values, patient, former));
    }

    private Set<IndexValue> values(Optional<StoredResource> stored) {
        return stored.filter(held -> !held.isDeleted())
                .map(held -> extractor.extract(held.key().type(), held.tree()))
                .orElse(Set.of());
    }

    private void put(UnitOfWork unit, Prepared prepared) {
        StoredResource next = prepared.next();
        Long patient = prepared.patient();
        IndexDigest indexed = prepared.index().after();
        long resourceId = prepared.current() == null ? insert(unit, next, patient, indexed) : prepared.resourceId();
        unit.insert(prepared.index().come(), resourceId, patient);
        unit.markWaiting(next.key());
        unit.insert(change(next, resourceId, patient), next.key());
        unit.hold(next, new UnitOfWork.LockedVersion(resourceId, next.version(), indexed));
        List<BusinessKey> claimed = unit.claimedBefore(next.key());
        if (!claimed.isEmpty()) {
            claim(unit, next.key(), claimed);
        }
    }

    private StoredResource nextVersion(ResourceWrite write) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long version = write.expectedVersion() + 1;
        byte[] body = write.verb() == Verb.DELETE ? new byte[0] : stamp(write, version, now);
        return new StoredResource(write.key(), version, now, write.verb(), body);
    }

    /** The resource as clients receive it: type, id and meta first, as FHIR's own examples have them. */
    private static byte[] stamp(ResourceWrite write, long version, Instant now) {
        ObjectNode resource = write.resource();
        ObjectNode meta = resource.path("meta") instanceof ObjectNode given ? given : resource.objectNode();
        meta.remove(List.of("versionId", "lastUpdated"));
        ObjectNode stampedMeta = resource.objectNode();
        stampedMeta.put("versionId", Long.toString(version));
        stampedMeta.put("lastUpdated", LastUpdated.format(now));
        stampedMeta.setAll(meta);
        ObjectNode stamped = resource.objectNode();
        stamped.put("resourceType", write.key().type());
        stamped.put("id", write.key().id());
        stamped.set("meta", stampedMeta);
        resource.remove(List.of("resourceType", "id", "meta"));
        stamped.setAll(resource);
        resource.removeAll();
        resource.setAll(stamped);
        return ResourceJson.write(resource);
    }

    private long insert(UnitOfWork unit, StoredResource next, @Nullable Long patient, IndexDigest indexed) {
        ResourceRow row = new ResourceRow();
        row.resourceId = ids.next();
        row.type = next.key().type();
        row.logicalId = next.key().id();
        row.version = next.version();
        row.lastUpdated = next.lastUpdated().toEpochMilli();
        row.verb = (short) next.verb().ordinal();
        row.patient = patient;
        row.body = next.body();
        row.indexDigest = indexed.bytes();
        unit.insert(row);
        return row.resourceId;
    }

    /** Moves the current versions to the history and puts the next ones in their place, without their index rows. */
    private void replace(UnitOfWork unit, List<Prepared> all) {
        if (all.isEmpty()) {
            return;
        }
        all.forEach(each -> unit.sessionFor(each.next().key()));
        StatelessSession session = unit.sessionAsIs();
        unit.markWritten();
        statements.batch(session, MOVE_TO_HISTORY, all, (statement, each) -> {
            statement.setLong(1, each.resourceId());
            statement.setLong(2, each.next().version() - 1);
        });
        int[] updated = statements.batch(session, COMPARE_AND_SET, all, VersionWriter::bind);
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] != 1) {
                throw conflict(all.get(i).next().key());
            }
        }
        deleteOutdatedRows(session, all);
    }

    private void deleteOutdatedRows(StatelessSession session, List<Prepared> all) {
        for (IndexKind kind : IndexKind.values()) {
            List<IndexRows.Range> outdated =
                    all.stream().flatMap(each -> outdated(each, kind)).toList();
            IndexRows.delete(session, statements, kind, outdated);
        }
    }

    private static Stream<IndexRows.Range> outdated(Prepared each, IndexKind kind) {
        return each.index().replacesAll(kind)
                ? Stream.of(IndexRows.Range.all(each.resourceId()))
                : each.index().gone(kind).stream().map(parameter -> IndexRows.Range.of(each.resourceId(), parameter));
    }

    /** Makes the index rows of these resources what they would be if they were stored now; how many of them had others. */
    int reindex(UnitOfWork unit, List<ResourceKey> keys) {
        lockAll(unit, keys);
        List<Prepared> outdated = keys.stream()
                .flatMap(key -> unit.held(key).stream())
                .filter(stored -> !stored.isDeleted())
                .map(stored -> indexed(stored.tree(), stored, unit.locked(stored.key()), Set::of))
                .filter(each -> each.index().isAny())
                .toList();
        if (outdated.isEmpty()) {
            return 0;
        }
        unit.markWritten();
        deleteOutdatedRows(unit.sessionAsIs(), outdated);
        statements.batch(
                unit.sessionAsIs(),
                "UPDATE resource SET index_digest = ? WHERE resource_id = ?",
                outdated,
                (statement, each) -> {
                    statement.setBytes(1, each.index().after().bytes());
                    statement.setLong(2, each.resourceId());
                });
        outdated.forEach(each -> unit.insert(each.index().come(), each.resourceId(), each.patient()));
        return outdated.size();
    }

    private static void bind(PreparedStatement statement, Prepared each) throws SQLException {
        StoredResource next = each.next();
        statement.setLong(1, next.version());
        statement.setLong(2, next.lastUpdated().toEpochMilli());
        statement.setShort(3, (short) next.verb().ordinal());
        if (each.patient() == null) {
            statement.setNull(4, Types.BIGINT);
        } else {
            statement.setLong(4, each.patient());
        }
        statement.setBytes(5, next.body());
        statement.setBytes(6, each.index().after().bytes());
        statement.setLong(7, each.resourceId());
        statement.setLong(8, next.version() - 1);
    }

    private static ChangeRow change(StoredResource next, long resourceId, @Nullable Long patient) {
        ChangeRow change = new ChangeRow();
        change.resourceId = resourceId;
        change.version = next.version();
        change.type = next.key().type();
        change.lastUpdated = next.lastUpdated().toEpochMilli();
        change.patient = patient;
        return change;
    }

    void claim(UnitOfWork unit, ResourceKey owner, Collection<BusinessKey> keys) {
        UnitOfWork.LockedVersion version = unit.locked(owner);
        if (version == null) {
            unit.claimLater(owner, keys);
            return;
        }
        Set<BusinessKey> own = version.version() == 1 ? Set.of() : businessKeys(unit, version.resourceId());
        List<BusinessKeyRow> rows = keys.stream()
                .filter(key -> !own.contains(key))
                .map(key -> {
                    BusinessKeyRow row = new BusinessKeyRow();
                    row.kind = key.kind();
                    row.value = key.value();
                    row.resourceId = version.resourceId();
                    row.patient = key.patient()
                            .map(patient -> Long.valueOf(patient.value()))
                            .orElse(null);
                    return row;
                })
                .toList();
        unit.insertKeys(rows);
    }

    void release(UnitOfWork unit, Collection<BusinessKey> keys) {
        if (!keys.isEmpty()) {
            unit.markWritten();
            unit.unclaim(keys);
            statements.batch(unit.sessionForKeys(), RELEASE, List.copyOf(keys), (statement, key) -> {
                statement.setString(1, key.kind());
                statement.setString(2, key.value());
            });
        }
    }

    private static Set<BusinessKey> businessKeys(UnitOfWork unit, long resourceId) {
        return unit
                .sessionAsIs()
                .createSelectionQuery("from BusinessKeyRow where resourceId = :resource", BusinessKeyRow.class)
                .setParameter("resource", resourceId)
                .list()
                .stream()
                .map(row -> new BusinessKey(row.kind, row.value))
                .collect(Collectors.toSet());
    }

    private static SpineException conflict(ResourceKey key) {
        return new SpineException(
                FhirError.VERSION_CONFLICT,
                "The current version of this %s is another one; read it again and repeat the change"
                        .formatted(key.type()));
    }
}
