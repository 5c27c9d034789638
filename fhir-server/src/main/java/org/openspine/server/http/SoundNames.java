package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * Parameters that can be read and whose names stay what they are: HAPI takes control characters out of names and escapes
 * quotes, after which two of them may be the same. Looked at before HAPI is, which logs what it cannot read as a failure of its own.
 */
final class SoundNames {
    private static final String ESCAPED = "\"'<>";

    private SoundNames() {}

    /** Throws {@link FhirError#INVALID_PARAMETER}, or what Jetty throws for a query that is no text. */
    static void require(HttpServletRequest request) {
        if (!request.getParameterMap().keySet().stream().allMatch(SoundNames::isSound)) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "The name of a parameter holds a control character, a quote or an angle bracket");
        }
    }

    private static boolean isSound(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || ESCAPED.indexOf(name.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
