package org.openspine.childprotection;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;

/** The headers of a request that every answer carries. */
public final class GatewayHeaders {
    public static final String REQUEST_ID = "X-Request-ID";
    public static final String TRACE_ID = "TraceID";

    private static final String MEDIA_TYPE = "application/fhir+json";
    private static final Set<String> BODIES = Set.of(
            MEDIA_TYPE,
            "application/json",
            "application/json+fhir",
            "application/fhir+xml",
            "application/xml",
            "text/xml",
            "application/xml+fhir",
            "text/json");
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

    /** A body is FHIR in JSON or XML; one of which nothing is said is taken for JSON. */
    public static void requireMediaType(RequestHeaders headers) {
        headers.filled("Content-Type")
                .map(sent -> sent.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> !BODIES.contains(type))
                .ifPresent(type -> {
                    throw new SpineException(
                            ProtectionError.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + MEDIA_TYPE);
                });
    }

    /** Says with a 405 which methods the path has. */
    public static FhirResponse allowing(FhirResponse answer, Set<HttpMethod> methods) {
        return answer.status() == 405 && !methods.isEmpty()
                ? answer.withHeader(
                        "Allow", methods.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(",")))
                : answer;
    }
}
