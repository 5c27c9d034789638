package org.openspine.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.openspine.api.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs pieces of work in threads of its own, as long as there are any; looks for more a few times a second. */
final class DeliveryWork implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWork.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final String name;
    private final int threads;
    private final Supplier<BooleanSupplier> worker;

    /** @param worker makes what one thread repeats: it does a piece of work, and says whether there was any */
    DeliveryWork(String name, int threads, Supplier<BooleanSupplier> worker) {
        this.name = name;
        this.threads = threads;
        this.worker = worker;
    }

    @Override
    public Running start() {
        CountDownLatch stop = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int i = 1; i <= threads; i++) {
            BooleanSupplier piece = worker.get();
            Thread thread = new Thread(() -> run(piece, stop), name + "-" + i);
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

    private static void run(BooleanSupplier piece, CountDownLatch stop) {
        try {
            while (stop.getCount() > 0) {
                Duration pause = step(piece);
                if (!pause.isZero() && stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration step(BooleanSupplier piece) {
        try {
            return piece.getAsBoolean() ? Duration.ZERO : POLL;
        } catch (RuntimeException failure) { // the store is away, most likely; what was not done is still to be done
            LOG.warn("Notifications wait: {}", failure.getClass().getSimpleName());
            return AFTER_FAILURE;
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
