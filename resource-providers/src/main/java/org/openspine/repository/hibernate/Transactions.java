package org.openspine.repository.hibernate;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of the current thread. The outermost call commits, waits until the commit is durable and only then
 * returns; inner calls join it. A transaction that lost a race is run again, after a pause that grows, for {@link #LONGEST} or as long as its thread has time.
 */
final class Transactions {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int BATCH_SIZE = 100;
    private static final long MILLISECOND = 1_000_000;

    private final SessionFactory sessions;
    private final Statements statements;
    private final Database database;
    private final CommitBarrier barrier;
    private final Consumer<UnitOfWork> beforeCommit;
    private final Runnable evictConnections;
    private final Witnesses witnesses;
    private final ThreadLocal<@Nullable UnitOfWork> current = new ThreadLocal<>();

    /** By when, in terms of {@link System#nanoTime}, the thread wants its transactions to stop waiting for others. */
    private final ThreadLocal<@Nullable Long> deadline = new ThreadLocal<>();

    /** H2 shows no order of commits; this lock makes one, so that change numbers are given in the order of commits. */
    private final @Nullable ReentrantLock commitOrder;

    Transactions(
            SessionFactory sessions,
            Statements statements,
            Database database,
            Runnable evictConnections,
            CommitBarrier barrier,
            boolean orderCommits,
            Witnesses witnesses,
            Consumer<UnitOfWork> beforeCommit) {
        this.witnesses = witnesses;
        this.sessions = sessions;
        this.statements = statements;
        this.database = database;
        this.evictConnections = evictConnections;
        this.barrier = barrier;
        this.commitOrder = orderCommits ? new ReentrantLock() : null;
        this.beforeCommit = beforeCommit;
    }

    /** Whether the thread is in a transaction. */
    boolean isActive() {
        return current.get() != null;
    }

    /** Runs {@code work} in the thread's transaction, or in a new one. */
    <T> T write(Function<UnitOfWork, T> work) {
        UnitOfWork joined = current.get();
        if (joined != null) {
            return work.apply(joined);
        }
        long begun = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOnce(work, attempt);
            } catch (RuntimeException failure) {
                if (Failures.isLostConnection(failure)) {
                    evictConnections.run();
                }
                if (isOver(begun) || !Failures.isRetryable(failure)) {
                    throw Failures.translate(failure);
                }
                pause(attempt);
            }
        }
    }

    /** Runs {@code work}, whose transactions altogether wait for others no longer than that. */
    <T> T within(Duration patience, Supplier<T> work) {
        Long outer = deadline.get();
        deadline.set(System.nanoTime() + patience.toNanos());
        try {
            return work.get();
        } finally {
            deadline.set(outer);
        }
    }

    /** Whether a lost race is now the client's to run again. */
    private boolean isOver(long begun) {
        Long end = deadline.get();
        long now = System.nanoTime();
        return end == null ? now - begun > LONGEST.toNanos() : now - end >= 0;
    }

    private void limitWaiting(StatelessSession session) {
        Long end = deadline.get();
        if (end != null) {
            Duration left = Duration.ofNanos(Math.max(MILLISECOND, end - System.nanoTime()));
            statements.update(session, Sql.of(database.waitAtMost(left)));
        }
    }

    private void waitAsEver(StatelessSession session) {
        if (deadline.get() == null) {
            return;
        }
        try {
            database.waitAsEver().ifPresent(statement -> statements.update(session, Sql.of(statement)));
        } catch (RuntimeException failure) {
            evictConnections.run(); // this one broke, and must not hide what broke it
        }
    }

    /** Of random length, so that those who were in each other's way do not meet again. */
    private static void pause(int attempt) {
        long longestMillis = 1L << Math.min(attempt, 8);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(longestMillis)));
    }

    /**
     * Runs {@code work} in the thread's transaction, or without one: each statement then sees the newest commit. Runs it
     * again on a fresh connection if its own was cut, as all are when the database restarts.
     */
    <T> T read(Function<StatelessSession, T> work) {
        UnitOfWork joined = current.get();
        if (joined != null) {
            return work.apply(joined.session());
        }
        for (int attempt = 1; ; attempt++) {
            try (StatelessSession session = sessions.openStatelessSession()) {
                return work.apply(session);
            } catch (RuntimeException failure) {
                if (attempt > 1 || !Failures.isLostConnection(failure)) {
                    throw Failures.translate(failure);
                }
                evictConnections.run();
            }
        }
    }

    /** Runs {@code work} in a new transaction, whether or not the thread has one; what it writes stays. */
    <T> T apart(Function<UnitOfWork, T> work) {
        UnitOfWork outer = current.get();
        current.remove();
        try {
            return write(work);
        } finally {
            if (outer != null) {
                current.set(outer);
                outer.markWritten(); // so that it waits until both are durable
            }
        }
    }

    <T> T inTransaction(Supplier<T> work) {
        return write(unit -> work.get());
    }

    private <T> T writeOnce(Function<UnitOfWork, T> work, int attempt) {
        Outcome<T> outcome;
        barrier.enter();
        try {
            outcome = committed(work, attempt);
        } finally {
            barrier.leave();
        }
        if (outcome.wrote()) {
            barrier.awaitDurable();
        }
        return outcome.result();
    }

    private record Outcome<T>(T result, boolean wrote) {}

    private <T> Outcome<T> committed(Function<UnitOfWork, T> work, int attempt) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            session.setJdbcBatchSize(BATCH_SIZE);
            var transaction = session.beginTransaction();
            UnitOfWork unit = new UnitOfWork(session, statements, attempt > 1);
            current.set(unit);
            try {
                limitWaiting(session);
                T result = work.apply(unit);
                unit.flush();
                witnesses.beforeCommit(unit.changes());
                commit(unit, transaction::commit);
                witnesses.committed(unit.changes());
                return new Outcome<>(result, unit.hasWritten());
            } catch (Throwable failure) {
                rollBack(transaction, failure);
                witnesses.notCommitted();
                throw failure;
            } finally {
                current.remove();
                waitAsEver(session);
            }
        }
    }

    /** A rollback over a connection that broke fails too, and says less than what broke it. */
    private static void rollBack(Transaction transaction, Throwable reason) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException failure) {
            reason.addSuppressed(failure);
        }
    }

    private void commit(UnitOfWork unit, Runnable commit) {
        if (commitOrder == null || !unit.hasWritten()) {
            beforeCommit.accept(unit);
            commit.run();
            return;
        }
        commitOrder.lock();
        try {
            beforeCommit.accept(unit);
            commit.run();
        } finally {
            commitOrder.unlock();
        }
    }
}
