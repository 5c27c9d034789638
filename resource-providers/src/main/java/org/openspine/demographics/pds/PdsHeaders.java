package org.openspine.demographics.pds;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.access.AccessMode;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.UuidForm;

/** The headers every request to the service is judged by, and those every answer carries. */
final class PdsHeaders {
    static final String REQUEST_ID = "X-Request-ID";
    static final String CORRELATION_ID = "X-Correlation-ID";
    private static final String MEDIA_TYPE = "application/fhir+json";

    /** How long a request with an effect may be sent again without having it twice. */
    static final Duration REPLAYED_FOR = Duration.ofHours(24);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,9})?");
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);
    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(29);
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private PdsHeaders() {}

    static void requireRequestId(RequestHeaders headers) {
        String id = headers.filled(REQUEST_ID)
                .orElseThrow(() -> new SpineException(
                        PdsError.MISSING_VALUE,
                        "Invalid request with error - X-Request-ID header must be supplied to access this resource"));
        if (!UuidForm.isUuid(id)) {
            throw invalid(id, REQUEST_ID);
        }
    }

    /** How long the client waits for other requests to the same record: {@code X-Sync-Wait}, in seconds. */
    static Duration patience(RequestHeaders headers) {
        return headers.filled("X-Sync-Wait")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofMillis((long) (Double.parseDouble(text) * 1_000)))
                .filter(wait -> wait.compareTo(SHORTEST_WAIT) >= 0 && wait.compareTo(LONGEST_WAIT) <= 0)
                .orElse(USUAL_WAIT);
    }

    /** What the body is said to be, in lower case and without parameters; empty if nothing is said. */
    static String mediaType(RequestHeaders headers) {
        String sent = headers.first("Content-Type").orElse("");
        int parameters = sent.indexOf(';');
        return (parameters < 0 ? sent : sent.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    /** The role of a healthcare worker, where one is named; nobody else has one. */
    static void requireRole(IncomingRequest request) {
        AccessMode mode = request.caller().mode();
        if (mode != AccessMode.OPEN && mode != AccessMode.USER_RESTRICTED) {
            return;
        }
        request.headers()
                .first("NHSD-Session-URID")
                .filter(role -> !DIGITS.matcher(role).matches())
                .ifPresent(role -> {
                    throw invalid(role, "NHSD-Session-URID");
                });
    }

    /** {@code answer} with the headers of the request that every answer mirrors, as they were sent. */
    static FhirResponse mirrored(RequestHeaders headers, FhirResponse answer) {
        FhirResponse mirrored =
                answer.headers().containsKey("Content-Type") ? answer : answer.withHeader("Content-Type", MEDIA_TYPE);
        for (String name : new String[] {REQUEST_ID, CORRELATION_ID}) {
            Optional<String> sent = headers.first(name);
            if (sent.isPresent()) {
                mirrored = mirrored.withHeader(name, sent.get());
            }
        }
        return mirrored;
    }

    private static SpineException invalid(String value, String header) {
        return new SpineException(
                PdsError.INVALID_VALUE, "Invalid value - '%s' in header '%s'".formatted(value, header));
    }
}
