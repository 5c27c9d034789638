package org.openspine.repository.hibernate;

import java.nio.ByteBuffer;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.IndexValue;

/**
 * The index rows of a resource in brief: for each table 64 bits of a hash, 0 where it has no rows. It tells a write which
 * tables hold other rows than they should, without reading them.
 */
final class IndexDigest {
    static final IndexDigest EMPTY = new IndexDigest(new long[IndexKind.values().length]);

    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private final long[] digests;

    private IndexDigest(long[] digests) {
        this.digests = digests;
    }

    static IndexDigest of(Collection<IndexValue> values, @Nullable Long patient) {
        long[] digests = new long[IndexKind.values().length];
        for (IndexValue value : values) {
            int kind = IndexKind.of(value).ordinal();
            long before = digests[kind] == 0 ? mix(SEED, patient == null ? 0 : patient) : digests[kind];
            digests[kind] = add(before, value) | 1;
        }
        return new IndexDigest(digests);
    }

    private static long add(long digest, IndexValue value) {
        long next = mix(mix(digest, value.parameter()), value.item());
        if (value instanceof IndexValue.Token token) {
            return mix(mix(next, token.system()), token.code());
        }
        if (value instanceof IndexValue.Text text) {
            return mix(next, text.exact()); // the normalised form follows from it
        }
        if (value instanceof IndexValue.Reference reference) {
            return mix(mix(next, reference.targetType()), reference.targetId());
        }
        if (value instanceof IndexValue.DateRange range) {
            return mix(mix(next, range.low()), range.high());
        }
        if (value instanceof IndexValue.Number number) {
            return mix(next, Double.doubleToLongBits(number.value()));
        }
        if (value instanceof IndexValue.Quantity quantity) {
            return mix(mix(mix(next, Double.doubleToLongBits(quantity.value())), quantity.system()), quantity.code());
        }
        return mix(next, ((IndexValue.Uri) value).value());
    }

    private static long mix(long digest, String text) {
        long next = mix(digest, text.length());
        for (int i = 0; i < text.length(); i++) {
            next = (next ^ text.charAt(i)) * PRIME;
        }
        return next ^ next >>> 29;
    }

    private static long mix(long digest, long number) {
        long next = (digest ^ number) * PRIME;
        return next ^ next >>> 32;
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
