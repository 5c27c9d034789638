package org.openspine.server.crash;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the writers were told, and so what the store must hold after any crash. Every write carries a business identifier
 * of its own, by which it is known here. Safe for use by many threads.
 */
final class Ledger {
    /** Stands where a version has no identifier because it is a deletion. */
    static final String DELETION = "(deletion)";

    private final Map<String, Notes> resources = new ConcurrentHashMap<>();
    private final Queue<String> doubtfulCreates = new ConcurrentLinkedQueue<>();
    private final Queue<DoubtfulTransaction> doubtfulTransactions = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private long confirmations;
    private long refusals;
    private int writers;

    /** A transaction nobody was answered: {@code created} are the identifiers of what it creates. */
    record DoubtfulTransaction(List<String> created, String sharedId, String shared) {}

    /** One resource: identifiers by version as answered, and identifiers of writes without an answer. */
    static final class Notes {
        private final Map<Long, String> confirmed = new TreeMap<>();
        private final Set<String> doubtful = new TreeSet<>();

        private synchronized void confirm(long version, String identifier) {
            confirmed.put(version, identifier);
        }

        private synchronized void doubt(String identifier) {
            doubtful.add(identifier);
        }

        synchronized Map<Long, String> confirmed() {
            return new TreeMap<>(confirmed);
        }

        synchronized Set<String> doubtful() {
            return new TreeSet<>(doubtful);
        }
    }

    void confirm(String id, long version, String identifier) {
        notes(id).confirm(version, identifier);
        synchronized (this) {
            confirmations++;
            notifyAll();
        }
    }

    void doubt(String id, String identifier) {
        notes(id).doubt(identifier);
    }

    void doubtCreate(String identifier) {
        doubtfulCreates.add(identifier);
    }

    void doubt(DoubtfulTransaction transaction) {
        doubtfulTransactions.add(transaction);
        notes(transaction.sharedId()).doubt(transaction.shared());
    }

    /** The server said no (4xx): nothing of this write may be there. */
    void refuse(String identifier) {
        refused.add(identifier);
    }

    /** An answer that no client should get. */
    void unexpected(String answer) {
        unexpected.add(answer);
    }

    /** The server was busy (503). */
    synchronized void busy() {
        refusals++;
        notifyAll();
    }

    synchronized long confirmations() {
        return confirmations;
    }

    synchronized long refusals() {
        return refusals;
    }

    synchronized void writerStarted() {
        writers++;
    }

    synchronized void writerEnded() {
        writers--;
        notifyAll();
    }

    /** Waits until {@code more} writes from now were answered with success. */
    synchronized void awaitConfirmations(long more) throws InterruptedException {
        for (long goal = confirmations + more; confirmations < goal; ) {
            awaitProgress();
        }
    }

    synchronized void awaitRefusals(long more) throws InterruptedException {
        for (long goal = refusals + more; refusals < goal; ) {
            awaitProgress();
        }
    }

    private synchronized void awaitProgress() throws InterruptedException {
        if (writers == 0) {
            throw new IllegalStateException("No writer reaches the server any more");
        }
        wait();
    }

    private Notes notes(String id) {
        return resources.computeIfAbsent(id, unknown -> new Notes());
    }

    Map<String, Notes> resources() {
        return Map.copyOf(resources);
    }

    List<String> doubtfulCreates() {
        return List.copyOf(doubtfulCreates);
    }

    List<DoubtfulTransaction> doubtfulTransactions() {
        return List.copyOf(doubtfulTransactions);
    }

    List<String> refused() {
        return List.copyOf(refused);
    }

    List<String> unexpected() {
        return List.copyOf(unexpected);
    }
}
