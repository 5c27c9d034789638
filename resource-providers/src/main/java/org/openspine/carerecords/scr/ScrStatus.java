package org.openspine.carerecords.scr;

import java.nio.charset.StandardCharsets;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;

/** {@code _ping}, {@code _status} and {@code healthcheck}, which tell monitors that the service is there. */
final class ScrStatus {
    private ScrStatus() {}

    static FhirResponse ping(IncomingRequest request) {
        return json("{\"status\":\"pass\"}");
    }

    static FhirResponse status(IncomingRequest request) {
        return json("{\"status\":\"pass\",\"checks\":{\"healthcheck\":{\"status\":\"pass\"}}}");
    }

    private static FhirResponse json(String text) {
        return FhirResponse.of(200, JsonBody.of(text.getBytes(StandardCharsets.UTF_8)))
                .withHeader("Content-Type", "application/json");
    }
}
