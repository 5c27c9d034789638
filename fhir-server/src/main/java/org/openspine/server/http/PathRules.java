package org.openspine.server.http;

import java.util.regex.Pattern;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** What a path may not hold, as it was sent: whatever two readers might take for different paths. */
final class PathRules {
    /** Parameters, empty and dot segments, and slashes, dots and controls that are written as escapes. */
    private static final Pattern FORBIDDEN = Pattern.compile("(?i);|\\\\|//|%2f|%5c|%2e|%3b|%00|/\\.{1,2}(?:/|$)");

    private PathRules() {}

    /** Throws {@link FhirError#INVALID_REQUEST} for a path of a request line, escapes and all. */
    static void require(String path) {
        if (FORBIDDEN.matcher(path).find()) {
            throw new SpineException(
                    FhirError.INVALID_REQUEST,
                    "A path has no empty segments, dot segments, semicolons or escaped slashes");
        }
    }
}
