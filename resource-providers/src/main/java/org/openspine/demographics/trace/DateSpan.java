package org.openspine.demographics.trace;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Days from {@code from} to {@code to}, both included. A span that ends before it begins holds no day. */
public record DateSpan(LocalDate from, LocalDate to) {
    public static final DateSpan EVER = new DateSpan(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31));

    public static DateSpan day(LocalDate day) {
        return new DateSpan(day, day);
    }

    public DateSpan since(LocalDate day) {
        return new DateSpan(day.isAfter(from) ? day : from, to);
    }

    public DateSpan until(LocalDate day) {
        return new DateSpan(from, day.isBefore(to) ? day : to);
    }

    boolean isDay() {
        return from.equals(to);
    }

    boolean isEmpty() {
        return from.isAfter(to);
    }

    /** How many days it holds. */
    long days() {
        return Math.max(0, ChronoUnit.DAYS.between(from, to) + 1);
    }

    /** Whether a FHIR date or dateTime, of any precision, lies within the span with all its days. */
    boolean holds(String date) {
        return of(date).filter(span -> !span.from.isBefore(from) && !span.to.isAfter(to))
                .isPresent();
    }

    /** The days a FHIR date or dateTime of any precision stands for, of a time its own date; empty if it is none. */
    public static Optional<DateSpan> of(String date) {
        try {
            return switch (date.length()) {
                case 0 -> Optional.empty();
                case 4 ->
                    Optional.of(new DateSpan(
                            LocalDate.of(Integer.parseInt(date), 1, 1), LocalDate.of(Integer.parseInt(date), 12, 31)));
                case 7 -> {
                    YearMonth month = YearMonth.parse(date);
                    yield Optional.of(new DateSpan(month.atDay(1), month.atEndOfMonth()));
                }
                default -> Optional.of(day(LocalDate.parse(date.substring(0, Math.min(10, date.length())))));
            };
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
