package org.openspine.repository;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Entries of the audit log: appended, never changed. Safe for use by many threads. */
public interface AuditStore {
    /** Appends entries in one transaction; durable when it returns. */
    void append(List<AuditRow> rows);

    /** Entries of a stream from a sequence number on, in order, at most {@code limit}. */
    List<AuditRow> stream(long stream, long fromSequence, int limit);

    /** Entries newest first. */
    List<AuditRow> search(Query query);

    /** The last entry of each stream. */
    List<Head> heads();

    void addAnchor(long id, Instant at, String signed);

    /** Signed anchors, oldest first, after the one of this id. */
    List<Anchor> anchors(long afterId, int limit);

    /**
     * @param at to the millisecond
     * @param previous hash of the entry before, or 32 zero bytes
     * @param patients NHS numbers the entry is about
     * @param entry JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // hashes are compared by who verifies
    record AuditRow(
            long stream, long sequence, Instant at, byte[] previous, byte[] hash, List<Long> patients, String entry) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Head(long stream, long sequence, byte[] hash) {}

    record Anchor(long id, Instant at, String signed) {}

    /** {@code before}: only entries before this time; both ends of the page are told by time and limit. */
    record Query(OptionalLong patient, Instant from, Instant before, int limit) {}
}
