package org.openspine.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.repository.AuditStore;
import org.openspine.repository.AuditStore.AuditRow;

/**
 * How the entries of a stream hang together: SHA-256 over stream, sequence, time, the hash before, and the entry. Written by one
 * thread at a time; how far it is durable anybody may ask.
 */
public final class AuditChain {
    private static final int HASH_LENGTH = 32;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final long stream;
    private long sequence;
    private byte[] head = first();
    private volatile Optional<AuditStore.Head> durable = Optional.empty();

    AuditChain(long stream) {
        this.stream = stream;
    }

    /** What stands before the first entry. */
    static byte[] first() {
        return new byte[HASH_LENGTH];
    }

    /** The next row of the stream. */
    AuditRow next(Instant at, AuditEntry entry) {
        sequence++;
        String json = entry.toJson();
        byte[] hash = hash(stream, sequence, at, head, json);
        List<Long> patients = entry.patients().stream()
                .filter(number -> NUMBER.matcher(number).matches())
                .map(Long::valueOf)
                .toList();
        AuditRow row = new AuditRow(stream, sequence, at, head, hash, patients, json);
        head = hash;
        return row;
    }

    /** Where the stream was before rows that could not be stored. */
    void backTo(AuditRow row) {
        sequence = row.sequence() - 1;
        head = row.previous();
    }

    /** Says that everything so far is durable. */
    void confirm() {
        durable = Optional.of(new AuditStore.Head(stream, sequence, head));
    }

    /** The last entry that is durable, whoever writes the stream meanwhile. */
    Optional<AuditStore.Head> durable() {
        return durable;
    }

    static byte[] hash(AuditRow row) {
        return hash(row.stream(), row.sequence(), row.at(), row.previous(), row.entry());
    }

    private static byte[] hash(long stream, long sequence, Instant at, byte[] previous, String entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(stream)
                    .putLong(sequence)
                    .putLong(at.toEpochMilli())
                    .array());
            digest.update(previous);
            return digest.digest(entry.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
