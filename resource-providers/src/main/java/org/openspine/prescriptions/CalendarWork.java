package org.openspine.prescriptions;

import java.time.Duration;
import org.openspine.api.BackgroundWork;
import org.openspine.api.WorkLoop;

/** Looks from time to time for prescriptions that have something due, on every node. */
final class CalendarWork implements BackgroundWork {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final PrescriptionCalendar calendar;

    CalendarWork(PrescriptionCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public Running start() {
        return WorkLoop.start(
                "prescription-calendar",
                PAUSE,
                "Prescriptions that are due could not be moved",
                () -> calendar.moveDue() == 0 ? WorkLoop.Next.AFTER_A_REST : WorkLoop.Next.AT_ONCE);
    }
}
