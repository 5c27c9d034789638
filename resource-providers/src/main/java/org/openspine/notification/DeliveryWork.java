package org.openspine.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openspine.api.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work for several threads. One of them at a time is on the look-out, a few times a second; who finds a piece leaves the look-out
 * to another and does it, so that a piece that takes long holds up nobody.
 */
final class DeliveryWork implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWork.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final String name;
    private final int threads;
    private final Supplier<Worker> workers;

    /** What one thread repeats. */
    interface Worker {
        /** Takes the next piece of work, if there is any that nobody else does. */
        Optional<Runnable> next();
    }

    DeliveryWork(String name, int threads, Supplier<Worker> workers) {
        this.name = name;
        this.threads = threads;
        this.workers = workers;
    }

    @Override
    public Running start() {
        CountDownLatch stop = new CountDownLatch(1);
        Semaphore lookOut = new Semaphore(1, true);
        List<Thread> running = new ArrayList<>();
        for (int i = 1; i <= threads; i++) {
            Worker worker = workers.get();
            Thread thread = new Thread(() -> run(worker, lookOut, stop), name + "-" + i);
            thread.setDaemon(true);
            thread.start();
            running.add(thread);
        }
        return () -> {
            stop.countDown();
            for (Thread thread : running) {
                join(thread);
            }
        };
    }

    private static void run(Worker worker, Semaphore lookOut, CountDownLatch stop) {
        try {
            while (stop.getCount() > 0) {
                try {
                    next(worker, lookOut, stop).ifPresent(Runnable::run);
                } catch (
                        RuntimeException
                                failure) { // the store is away, most likely; what was not done is still to be done
                    LOG.warn("Notifications wait: {}", failure.getClass().getSimpleName());
                    stop.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Runnable> next(Worker worker, Semaphore lookOut, CountDownLatch stop)
            throws InterruptedException {
        lookOut.acquire();
        try {
            Optional<Runnable> piece = Optional.empty();
            while (stop.getCount() > 0 && piece.isEmpty()) {
                piece = worker.next();
                if (piece.isEmpty() && stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    return piece;
                }
            }
            return piece;
        } finally {
            lookOut.release();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
