package org.openspine.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openspine.error.FailureTrace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does one piece of work after the other, and rests when there is none or one has failed. */
public final class WorkLoop implements BackgroundWork.Running {
    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

    /** When the next piece is due. */
    public enum Next {
        AT_ONCE,
        AFTER_A_REST,
        NEVER
    }

    private final Supplier<Next> work;
    private final Duration rest;
    private final Semaphore bell;
    private final String failed;
    private final Thread thread;
    private volatile boolean stopping;

    private WorkLoop(String name, Duration rest, Semaphore bell, String failed, Supplier<Next> work) {
        this.work = work;
        this.rest = rest;
        this.bell = bell;
        this.failed = failed;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param name of the thread
     * @param failed what the log says of a piece that failed; it is tried again after a rest
     */
    public static WorkLoop start(String name, Duration rest, String failed, Supplier<Next> work) {
        return start(name, rest, new Semaphore(0), failed, work);
    }

    /** @param bell each permit ends a rest before its time */
    public static WorkLoop start(String name, Duration rest, Semaphore bell, String failed, Supplier<Next> work) {
        var loop = new WorkLoop(name, rest, bell, failed, work);
        loop.thread.start();
        return loop;
    }

    private void run() {
        while (!stopping) {
            switch (next()) {
                case AT_ONCE -> {}
                case AFTER_A_REST -> rest();
                case NEVER -> stopping = true;
            }
        }
    }

    private Next next() {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            LOG.error("{}; it will be tried again", failed, FailureTrace.of(failure));
            return Next.AFTER_A_REST;
        }
    }

    private void rest() {
        try {
            bell.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS);
            bell.drainPermits();
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    @Override
    public void close() {
        stopping = true;
        bell.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
