package org.openspine.repository.hibernate;

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

    static StoredResource stored(ResourceKey key, long version, long lastUpdated, short verb, byte @Nullable [] body) {
        return new StoredResource(
                key, version, Instant.ofEpochMilli(lastUpdated), VERBS[verb], body == null ? NO_BODY : body);
    }
}
