package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** Names of a concept in other languages or for other uses. */
public final class Designations {
    private Designations() {}

    /** The first value in a language; {@code en} is also answered by {@code en-GB}, and {@code en-GB} by {@code en} if need be. */
    public static Optional<String> in(String language, Iterable<? extends JsonNode> designations) {
        String wanted = language.toLowerCase(Locale.ROOT);
        Optional<String> near = Optional.empty();
        for (JsonNode designation : designations) {
            String given = designation.path("language").asText("").toLowerCase(Locale.ROOT);
            Optional<String> value = Optional.of(designation.path("value").asText(""));
            if (given.equals(wanted)) {
                return value;
            }
            if (near.isEmpty() && isNear(given, wanted)) {
                near = value;
            }
        }
        return near;
    }

    /** Whether two tags are of one language. */
    public static boolean isNear(String one, String other) {
        return !one.isEmpty() && primary(one).equals(primary(other));
    }

    private static String primary(String tag) {
        int end = tag.indexOf('-');
        return (end < 0 ? tag : tag.substring(0, end)).toLowerCase(Locale.ROOT);
    }
}
