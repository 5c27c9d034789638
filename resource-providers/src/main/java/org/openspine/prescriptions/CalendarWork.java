package org.openspine.prescriptions;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openspine.api.BackgroundWork;
import org.openspine.error.FailureTrace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks from time to time for prescriptions that have something due, on every node. */
final class CalendarWork implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(CalendarWork.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final PrescriptionCalendar calendar;

    CalendarWork(PrescriptionCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public Running start() {
        Loop loop = new Loop();
        loop.thread.start();
        return loop;
    }

    private final class Loop implements Running {
        private final Thread thread = new Thread(this::work, "prescription-calendar");
        private final Semaphore stop = new Semaphore(0);
        private volatile boolean stopping;

        Loop() {
            thread.setDaemon(true);
        }

        private void work() {
            while (!stopping) {
                try {
                    if (calendar.moveDue() == 0) {
                        rest();
                    }
                } catch (RuntimeException failure) {
                    LOG.error(
                            "Prescriptions that are due could not be moved; it will be tried again",
                            FailureTrace.of(failure));
                    rest();
                }
            }
        }

        private void rest() {
            try {
                if (stop.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    stopping = true;
                }
            } catch (InterruptedException e) {
                stopping = true;
            }
        }

        @Override
        public void close() {
            stopping = true;
            stop.release();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
