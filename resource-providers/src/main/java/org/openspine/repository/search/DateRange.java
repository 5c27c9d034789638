package org.openspine.repository.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The period a FHIR date or time of any precision stands for, in milliseconds since 1970 UTC, both ends inclusive. */
public record DateRange(long low, long high) {
    /** The low end of a period that has no start. */
    public static final long EARLIEST = Long.MIN_VALUE / 4;

    /** The high end of a period that has no end. */
    public static final long LATEST = Long.MAX_VALUE / 4;

    private static final int MINUTES_END = "yyyy-MM-ddThh:mm".length();

    /** The period of {@code text}, or empty if it is no FHIR date, dateTime or instant (a time may lack its seconds). */
    public static Optional<DateRange> parse(String text) {
        try {
            return switch (text.length()) {
                case 4 -> Optional.of(year(Year.parse(text)));
                case 7 -> Optional.of(month(YearMonth.parse(text)));
                case 10 -> Optional.of(day(LocalDate.parse(text)));
                default -> time(text.replace(' ', '+')); // a plus sign that was not escaped in the URL
            };
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateRange year(Year year) {
        return between(year.atDay(1), year.plusYears(1).atDay(1));
    }

    private static DateRange month(YearMonth month) {
        return between(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    private static DateRange day(LocalDate day) {
        return between(day, day.plusDays(1));
    }

    private static Optional<DateRange> time(String text) {
        if (text.length() < MINUTES_END || text.charAt(10) != 'T') {
            return Optional.empty();
        }
        int zone = zoneStart(text);
        LocalDateTime local = LocalDateTime.parse(text.substring(0, zone));
        String offset = text.substring(zone);
        OffsetDateTime time = offset.isEmpty() ? local.atOffset(ZoneOffset.UTC) : local.atOffset(ZoneOffset.of(offset));
        long low = time.toInstant().toEpochMilli();
        return Optional.of(new DateRange(low, low + precision(zone).toMillis() - 1));
    }

    private static java.time.Duration precision(int zone) {
        if (zone == MINUTES_END) {
            return ChronoUnit.MINUTES.getDuration();
        }
        return zone == MINUTES_END + 3 ? ChronoUnit.SECONDS.getDuration() : ChronoUnit.MILLIS.getDuration();
    }

    private static int zoneStart(String text) {
        for (int i = MINUTES_END; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'Z' || c == '+' || c == '-') {
                return i;
            }
        }
        return text.length();
    }

    private static DateRange between(LocalDate start, LocalDate next) {
        return new DateRange(millis(start), millis(next) - 1);
    }

    private static long millis(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
