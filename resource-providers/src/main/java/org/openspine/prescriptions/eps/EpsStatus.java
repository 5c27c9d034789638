package org.openspine.prescriptions.eps;

import java.nio.charset.StandardCharsets;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;

/** {@code _ping} and {@code _status} of the prescription services. */
public final class EpsStatus {
    static final String VERSION = "0.1.0";

    private EpsStatus() {}

    public static FhirResponse ping(IncomingRequest request) {
        return json(
                "{\"version\":\"%s\",\"revision\":\"1\",\"releaseId\":\"%1$s\",\"commitId\":\"\"}".formatted(VERSION));
    }

    public static FhirResponse status(IncomingRequest request) {
        return json(("{\"status\":\"pass\",\"version\":\"%s\",\"revision\":\"1\",\"releaseId\":\"%1$s\","
                        + "\"commitId\":\"\",\"checks\":{\"healthcheck\":{\"status\":\"pass\",\"responseCode\":200}}}")
                .formatted(VERSION));
    }

    static FhirResponse json(String text) {
        return FhirResponse.of(200, JsonBody.of(text.getBytes(StandardCharsets.UTF_8)))
                .withHeader("Content-Type", "application/json");
    }
}
