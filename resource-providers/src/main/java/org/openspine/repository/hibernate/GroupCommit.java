package org.openspine.repository.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.openspine.error.FailureTrace;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many writers, one flush. H2 acknowledges commits before it writes them; a writer here waits for a flush that began after
 * its commit. One thread runs them back to back while somebody waits, so writers that commit during one flush share the
 * next.
 *
 * <p>What a flush writes is cut between transactions: it waits for those in flight, and keeps new ones from beginning until
 * H2 has taken hold of its trees. H2 takes them one after the other, and with a writer between two of them the file would
 * hold a row without the note by which H2 takes it back: after a crash such a row stays, seen by whoever gets the number
 * of the transaction that wrote it. A transaction that takes long holds up nobody for longer than the patience: then the
 * flush is cut at any moment.
 */
final class GroupCommit implements CommitBarrier {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long LONGEST_WAIT_SECONDS = 30;

    private final DataSource dataSource;
    private final Duration patience;
    private final ReentrantReadWriteLock transactions = new ReentrantReadWriteLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition requested = lock.newCondition();
    private final Condition flushed = lock.newCondition();
    private final Thread flusher;
    private long lastRequest;
    private long lastFlushed;
    private long lastFailed;
    private boolean closing;

    /** @param patience how long a flush waits for transactions in flight, and others for the flush */
    GroupCommit(DataSource dataSource, Duration patience) {
        this.dataSource = dataSource;
        this.patience = patience;
        flusher = new Thread(this::run, "group-commit");
        flusher.setDaemon(true); // never interrupted: H2 closes its file under an interrupted thread
        flusher.start();
    }

    @Override
    public void enter() {
        transactions.readLock().lock();
    }

    @Override
    public void leave() {
        transactions.readLock().unlock();
    }

    /** Inside another transaction of the thread it returns at once: that one waits for both. */
    @Override
    public void awaitDurable() {
        if (transactions.getReadHoldCount() > 0) {
            return;
        }
        lock.lock();
        try {
            long ticket = ++lastRequest;
            requested.signal();
            long nanos = TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
            while (lastFlushed < ticket) {
                if (lastFailed >= ticket || nanos <= 0) {
                    throw new SpineException(
                            FhirError.BUSY, "The store could not confirm that the write is on disk; try again");
                }
                nanos = awaitFlush(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private long awaitFlush(long nanos) {
        boolean interrupted = false;
        long start = System.nanoTime();
        try {
            flushed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
        return nanos - (System.nanoTime() - start);
    }

    private void run() {
        for (long ticket = nextTicket(); ticket >= 0; ticket = nextTicket()) {
            boolean done = flush();
            lock.lock();
            try {
                if (done) {
                    lastFlushed = ticket;
                } else {
                    lastFailed = ticket;
                }
                flushed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** The newest request to serve, or -1 when closing and nobody waits. */
    private long nextTicket() {
        lock.lock();
        try {
            while (lastRequest <= Math.max(lastFlushed, lastFailed)) {
                if (closing) {
                    return -1;
                }
                requested.awaitUninterruptibly();
            }
            return lastRequest;
        } finally {
            lock.unlock();
        }
    }

    private boolean flush() {
        try (Connection connection = dataSource.getConnection()) {
            MVStore trees = trees(connection);
            cut(trees);
            trees.executeFilestoreOperation(() -> {}); // its turn comes when all that was taken is written
            return true;
        } catch (SQLException | MVStoreException e) {
            LOG.error("Checkpoint failed: writes are refused until one succeeds", FailureTrace.of(e));
            return false;
        }
    }

    private void cut(MVStore trees) {
        boolean alone = transactionsEnded();
        try {
            if (trees.tryCommit() < 0) {
                trees.commit(); // H2 was tidying its file, or there is nothing to write
            }
        } finally {
            if (alone) {
                transactions.writeLock().unlock();
            }
        }
    }

    private boolean transactionsEnded() {
        try {
            return transactions.writeLock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static MVStore trees(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            requested.signal();
        } finally {
            lock.unlock();
        }
        try {
            flusher.join(TimeUnit.SECONDS.toMillis(LONGEST_WAIT_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
