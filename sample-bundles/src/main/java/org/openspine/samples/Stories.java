package org.openspine.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The sample stories on the class path, in the order in which to load them: the directory first, then the people. */
public final class Stories {
    /** The Monday on which the stories, as written, take place. */
    public static final LocalDate TOLD_ON = LocalDate.of(2026, 11, 23);

    private static final Pattern RECENT_DATE = Pattern.compile("(?<!\\d)20(?:2[6-9]|[3-9]\\d)-\\d{2}-\\d{2}(?!\\d)");

    private Stories() {}

    /** The stories as they are written in the files. */
    public static List<Story> all() {
        return read("index.txt")
                .lines()
                .map(name -> new Story(name, read(name + ".json")))
                .toList();
    }

    /**
     * The stories as if they took place in the week of {@code today}: slots lie ahead and prescriptions have not expired.
     * Dates from 2026 on move by whole weeks, so that weekdays stay; earlier ones are history and stay.
     */
    public static List<Story> asOf(LocalDate today) {
        long weeks = Math.floorDiv(ChronoUnit.DAYS.between(TOLD_ON, today), 7L);
        return all().stream()
                .map(story -> new Story(story.name(), moved(story.json(), weeks)))
                .toList();
    }

    private static String moved(String json, long weeks) {
        return RECENT_DATE.matcher(json).replaceAll(date -> LocalDate.parse(date.group())
                .plusWeeks(weeks)
                .toString());
    }

    private static String read(String file) {
        try (InputStream in = Objects.requireNonNull(Stories.class.getResourceAsStream("stories/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
