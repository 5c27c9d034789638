package org.openspine.childprotection;

import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;

/** The headers a request is judged by before anything else, and those every answer carries. */
public final class GatewayHeaders {
    public static final String REQUEST_ID = "X-Request-ID";
    public static final String TRACE_ID = "TraceID";

    private static final String MEDIA_TYPE = "application/fhir+json";
    private static final String[] MIRRORED = {REQUEST_ID, "X-Correlation-ID", TRACE_ID};

    private GatewayHeaders() {}

    /** A token is not needed in the open sandbox, but one that is sent must look like one. */
    public static void requireAuthorisation(RequestHeaders headers) {
        Optional<String> sent = headers.first("Authorization");
        if (sent.isEmpty()) {
            return;
        }
        String value = sent.get().strip();
        String token = value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).strip()
                : "";
        if (token.isEmpty() || token.indexOf(' ') >= 0) {
            throw new SpineException(ProtectionError.UNAUTHORISED, "Missing, invalid or expired access token");
        }
    }

    /** {@code answer} with the headers of the request that every answer mirrors, as they were sent. */
    public static FhirResponse mirrored(RequestHeaders headers, FhirResponse answer) {
        FhirResponse mirrored =
                answer.headers().containsKey("Content-Type") ? answer : answer.withHeader("Content-Type", MEDIA_TYPE);
        for (String name : MIRRORED) {
            Optional<String> sent = headers.filled(name);
            if (sent.isPresent()) {
                mirrored = mirrored.withHeader(name, sent.get());
            }
        }
        return mirrored;
    }
}
