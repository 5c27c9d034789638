package org.openspine.repository.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/** Rows of {@code resource} and {@code resource_history} as stored versions. */
final class Versions {
    private static final byte[] NO_BODY = {};
    private static final Verb[] VERBS = Verb.values();

    private Versions() {}

    /** Reads type, logical_id, version, last_updated, verb and body from the row's columns, {@code first} on. */
    static StoredResource stored(ResultSet row, int first) throws SQLException {
        return stored(
                new ResourceKey(row.getString(first), row.getString(first + 1)),
                row.getLong(first + 2),
                row.getLong(first + 3),
                row.getShort(first + 4),
                row.getBytes(first + 5));
    }

    static StoredResource stored(ResourceKey key, long version, long lastUpdated, short verb, byte @Nullable [] body) {
        return new StoredResource(
                key, version, Instant.ofEpochMilli(lastUpdated), VERBS[verb], body == null ? NO_BODY : body);
    }
}
