package org.openspine.demographics.pds;

import java.nio.charset.StandardCharsets;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.error.SpineException;

/** {@code _ping} and {@code _status}, which tell monitors that the service is there. */
final class ServiceStatus {
    private ServiceStatus() {}

    static FhirResponse ping(IncomingRequest request) {
        return json("{\"status\":\"pass\"}");
    }

    /** Throws {@link PdsError#UNAUTHORISED} without the header {@code apikey}. */
    static FhirResponse status(IncomingRequest request) {
        if (request.headers().filled("apikey").isEmpty()) {
            throw new SpineException(PdsError.UNAUTHORISED, "Invalid Api Key");
        }
        return json("{\"status\":\"pass\",\"checks\":{\"healthcheck\":{\"status\":\"pass\"}}}");
    }

    private static FhirResponse json(String text) {
        return FhirResponse.of(200, JsonBody.of(text.getBytes(StandardCharsets.UTF_8)))
                .withHeader("Content-Type", "application/json");
    }
}
