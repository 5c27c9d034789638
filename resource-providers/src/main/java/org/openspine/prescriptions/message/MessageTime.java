package org.openspine.prescriptions.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dates and times as messages write them. A date without an offset is one in the United Kingdom. */
public final class MessageTime {
    public static final ZoneId ZONE = ZoneId.of("Europe/London");

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private MessageTime() {}

    /** The instant of a dateTime with an offset; empty for anything else. */
    public static Optional<Instant> instant(String dateTime) {
        try {
            return Optional.of(OffsetDateTime.parse(dateTime).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The instant of a dateTime; a date alone is the beginning of that day. */
    public static Optional<Instant> instantOfDay(String text) {
        return instant(text)
                .or(() -> day(text).map(day -> day.atStartOfDay(ZONE).toInstant()));
    }

    /** The day of a date or of a dateTime with an offset; empty for anything else. */
    public static Optional<LocalDate> day(String text) {
        if (!DATE.matcher(text).matches()) {
            return instant(text).map(instant -> instant.atZone(ZONE).toLocalDate());
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
