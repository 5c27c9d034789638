package org.openspine.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openspine.repository.Reindexing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the index rows of an older program up to date after the start, beside the requests, and then ends. */
public final class ReindexWork implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(ReindexWork.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int RECORDS = 200;
    private static final long TOLD_EVERY = 100_000;

    private final Reindexing reindexing;

    public ReindexWork(Reindexing reindexing) {
        this.reindexing = reindexing;
    }

    @Override
    public Running start() {
        Run run = new Run();
        run.thread.start();
        return run;
    }

    private final class Run implements Running {
        private final Thread thread = new Thread(this::work, "reindexing");
        private final Semaphore stop = new Semaphore(0);

        Run() {
            thread.setDaemon(true);
        }

        private void work() {
            boolean going = true;
            while (going && !stop.tryAcquire()) {
                try {
                    going = !isFinished(reindexing.next(RECORDS));
                } catch (RuntimeException failure) {
                    LOG.warn("Index rows could not be made anew; it will be tried again", failure);
                    going = !rest();
                }
            }
        }

        private boolean isFinished(Reindexing.Progress progress) {
            boolean tells = progress.isFinished() ? progress.renewed() > 0 : progress.read() % TOLD_EVERY == 0;
            if (tells) {
                LOG.info(
                        "Index rows of {}: {} records read, {} renewed{}",
                        progress.type(),
                        progress.read(),
                        progress.renewed(),
                        progress.isFinished() ? "; done" : "");
            }
            return progress.isFinished();
        }

        /** Whether the work is to end. */
        private boolean rest() {
            try {
                return stop.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return true;
            }
        }

        @Override
        public void close() {
            stop.release();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
