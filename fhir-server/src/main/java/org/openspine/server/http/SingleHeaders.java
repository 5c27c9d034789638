package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import org.openspine.access.AccessError;
import org.openspine.error.SpineException;

/** Headers that say who asks for what: two of them contradict each other, and nobody guesses which one counts. */
final class SingleHeaders {
    private static final List<String> NAMES = List.of(
            "Authorization",
            "If-Match",
            "If-None-Match",
            "If-None-Exist",
            "If-Modified-Since",
            "Content-Type",
            "X-Request-ID",
            "X-Correlation-ID",
            "NHSD-Session-URID",
            "NHSD-End-User-Organisation-ODS",
            "NHSD-End-User-Organisation",
            "NHSD-eRS-Business-Function",
            "NHSD-eRS-On-Behalf-Of-User-ID",
            "NHSD-NHSLogin-User",
            "NHSE-PDS-Privileged-Access",
            "NHSE-PDS-Custom-Attributes",
            "OpenSpine-Access-Mode");

    private SingleHeaders() {}

    /** Throws {@link AccessError#REPEATED_HEADER} naming the header. */
    static void require(HttpServletRequest request) {
        for (String name : NAMES) {
            Enumeration<String> values = request.getHeaders(name);
            if (values.hasMoreElements() && values.nextElement() != null && values.hasMoreElements()) {
                throw new SpineException(
                        AccessError.REPEATED_HEADER,
                        "Invalid request with error - header '%s' is sent twice".formatted(name));
            }
        }
    }
}
