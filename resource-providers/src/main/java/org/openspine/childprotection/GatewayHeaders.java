package org.openspine.childprotection;

import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.RequestHeaders;

/** The headers of a request that every answer carries. */
public final class GatewayHeaders {
    public static final String REQUEST_ID = "X-Request-ID";
    public static final String TRACE_ID = "TraceID";

    private static final String MEDIA_TYPE = "application/fhir+json";
    private static final String[] MIRRORED = {REQUEST_ID, "X-Correlation-ID", TRACE_ID};

    private GatewayHeaders() {}

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
