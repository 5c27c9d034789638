package org.openspine.repository.hibernate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.IndexValue;

/**
 * The index rows of a resource in brief: for each table 64 bits of a hash, 0 where it has no rows. It tells a write which
 * tables hold other rows than they should, without reading them.
 */
final class IndexDigest {
    static final IndexDigest EMPTY = new IndexDigest(new long[IndexKind.values().length]);

    private final long[] digests;

    private IndexDigest(long[] digests) {
        this.digests = digests;
    }

    static IndexDigest of(Collection<IndexValue> values, @Nullable Long patient) {
        Map<IndexKind, MessageDigest> hashes = new EnumMap<>(IndexKind.class);
        for (IndexValue value : values) {
            hashes.computeIfAbsent(IndexKind.of(value), kind -> sha256(patient))
                    .update(value.toString().getBytes(StandardCharsets.UTF_8)); // a record's text names all its parts
        }
        long[] digests = new long[IndexKind.values().length];
        hashes.forEach((kind, hash) ->
                digests[kind.ordinal()] = ByteBuffer.wrap(hash.digest()).getLong() | 1);
        return new IndexDigest(digests);
    }

    private static MessageDigest sha256(@Nullable Long patient) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(String.valueOf(patient).getBytes(StandardCharsets.UTF_8));
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static IndexDigest read(byte[] stored) {
        long[] digests = new long[IndexKind.values().length];
        ByteBuffer.wrap(stored).asLongBuffer().get(digests);
        return new IndexDigest(digests);
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(digests.length * Long.BYTES);
        bytes.asLongBuffer().put(digests);
        return bytes.array();
    }

    boolean hasRows(IndexKind kind) {
        return digests[kind.ordinal()] != 0;
    }

    boolean differs(IndexKind kind, IndexDigest other) {
        return digests[kind.ordinal()] != other.digests[kind.ordinal()];
    }
}
