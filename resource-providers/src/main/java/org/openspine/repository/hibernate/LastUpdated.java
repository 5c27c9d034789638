package org.openspine.repository.hibernate;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** {@code meta.lastUpdated}: UTC with exactly three decimals. */
final class LastUpdated {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private LastUpdated() {}

    static String format(Instant time) {
        return FORMAT.format(time);
    }
}
