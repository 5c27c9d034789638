package org.openspine.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openspine.error.FailureTrace;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.AuditStore;
import org.openspine.repository.AuditStore.AuditRow;
import org.openspine.repository.ResourceRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the audit log: entries of what was read, those of many requests in one transaction, and entries of changes in the
 * transactions of the changes. Anchors the log every minute. Each start of a node has streams of its own. Safe for use by many
 * threads.
 */
public final class AuditTrail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final int MAX_BATCH = 256;
    private static final Duration ANCHORED_EVERY = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final ResourceRepository repository;
    private final AuditAnchors anchors;
    private final Clock clock;
    private final AuditChain chain;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "audit");
    private final Queue<AuditChain> free = new ConcurrentLinkedQueue<>();
    private final Queue<AuditChain> streams = new ConcurrentLinkedQueue<>();
    private volatile boolean joined;
    private volatile boolean stopping;

    private record Waiting(AuditEntry entry, Instant at, CompletableFuture<Boolean> stored) {}

    public AuditTrail(ResourceRepository repository, AuditAnchors anchors, Clock clock) {
        this.repository = repository;
        this.anchors = anchors;
        this.clock = clock;
        chain = new AuditChain(repository.nextNumber());
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when the entry is durable. Throws {@link FhirError#BUSY} if it cannot be stored: nothing may be answered then. */
    public void record(AuditEntry entry) {
        Waiting waiting = new Waiting(entry, clock.instant().truncatedTo(ChronoUnit.MILLIS), new CompletableFuture<>());
        queue.add(waiting);
        try {
            if (stopping && !thread.isAlive()) {
                throw unavailable();
            }
            waiting.stored().join();
        } catch (CompletionException e) {
            throw unavailable();
        }
    }

    /**
     * Appends an entry in the transaction of the current thread: it is there if and only if what else the transaction does
     * is. Transactions that run at once each write a stream of their own, so that none waits for another.
     */
    public Joined join(AuditEntry entry) {
        AuditChain chosen = free.poll();
        AuditChain stream = chosen == null ? opened() : chosen;
        repository.audit().append(List.of(stream.next(clock.instant().truncatedTo(ChronoUnit.MILLIS), entry)));
        return new Joined(stream);
    }

    private AuditChain opened() {
        AuditChain stream = new AuditChain(repository.nextNumber());
        streams.add(stream);
        return stream;
    }

    /** An entry that waits for the end of its transaction. If that fails nobody knows how far the stream is: it is left. */
    public final class Joined {
        private final AuditChain stream;

        private Joined(AuditChain stream) {
            this.stream = stream;
        }

        public void committed() {
            stream.confirm();
            free.add(stream);
            joined = true;
        }
    }

    private static SpineException unavailable() {
        return new SpineException(FhirError.BUSY, "The audit log cannot be written; try again");
    }

    private void work() {
        Instant anchored = clock.instant();
        boolean grown = false;
        while (!stopping || !queue.isEmpty()) {
            List<Waiting> batch = batch();
            if (!batch.isEmpty()) {
                append(batch);
                grown = true;
            }
            if (joined) {
                joined = false;
                grown = true;
            }
            if (grown && clock.instant().isAfter(anchored.plus(ANCHORED_EVERY))) {
                anchor();
                anchored = clock.instant();
                grown = false;
            }
        }
        if (grown || joined) {
            anchor();
        }
    }

    /** What came while the last batch was stored goes together. */
    private List<Waiting> batch() {
        List<Waiting> batch = new ArrayList<>();
        try {
            Waiting first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, MAX_BATCH - 1);
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
        return batch.stream().filter(waiting -> waiting.entry() != STOP).toList();
    }

    private void append(List<Waiting> batch) {
        List<AuditRow> rows = new ArrayList<>();
        try {
            batch.forEach(waiting -> rows.add(chain.next(waiting.at(), waiting.entry())));
            repository.audit().append(rows);
            chain.confirm();
            batch.forEach(waiting -> waiting.stored().complete(true));
        } catch (RuntimeException failure) {
            LOG.error("The audit log cannot be written", FailureTrace.of(failure));
            if (!rows.isEmpty()) {
                chain.backTo(rows.get(0));
            }
            batch.forEach(waiting -> waiting.stored().completeExceptionally(failure));
        }
    }

    private void anchor() {
        try {
            anchors.add(repository, heads(), clock.instant());
        } catch (RuntimeException failure) {
            LOG.error("The audit log cannot be anchored", FailureTrace.of(failure));
        }
    }

    /** How far each stream is durable; what transactions are writing now the next anchor has. */
    private List<AuditStore.Head> heads() {
        return Stream.concat(Stream.of(chain), streams.stream())
                .map(AuditChain::durable)
                .flatMap(Optional::stream)
                .toList();
    }

    private static final AuditEntry STOP =
            new AuditEntry("", "", "", "", 0, new AuditEntry.Who("", "", "", "", "", "", ""), "", List.of(), List.of());

    /** Stores what waits, anchors it, and ends. */
    @Override
    public void close() {
        stopping = true;
        queue.add(new Waiting(STOP, clock.instant(), new CompletableFuture<>()));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
