package org.openspine.prescriptions;

import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.RequestHeaders;

/** The headers of a request that every answer of these services mirrors, as they were sent. */
public final class MirroredHeaders {
    public static final String REQUEST_ID = "X-Request-ID";
    public static final String CORRELATION_ID = "X-Correlation-ID";

    private MirroredHeaders() {}

    /** @param mediaType of the answer, if it does not say another */
    public static FhirResponse on(FhirResponse answer, RequestHeaders sent, String mediaType) {
        FhirResponse mirrored =
                answer.headers().containsKey("Content-Type") ? answer : answer.withHeader("Content-Type", mediaType);
        for (String name : new String[] {REQUEST_ID, CORRELATION_ID}) {
            Optional<String> value = sent.first(name);
            if (value.isPresent()) {
                mirrored = mirrored.withHeader(name, value.get());
            }
        }
        return mirrored;
    }
}
