package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** What a path may not hold, as it was sent: whatever two readers might take for different paths. */
final class PathRules {
    /** Parameters, empty and dot segments, and slashes, dots and controls that are written as escapes. */
    private static final Pattern FORBIDDEN = Pattern.compile("(?i);|\\\\|//|%2f|%5c|%2e|%3b|%00|/\\.{1,2}(?:/|$)");

    private PathRules() {}

    /** Throws {@link FhirError#INVALID_REQUEST}. */
    static void require(HttpServletRequest request) {
        if (FORBIDDEN.matcher(request.getRequestURI()).find()) {
            throw new SpineException(
                    FhirError.INVALID_REQUEST,
                    "A path has no empty segments, dot segments, semicolons or escaped slashes");
        }
    }
}
