package org.openspine.server.http;

import org.openspine.api.FhirResponse;
import org.openspine.api.OperationOutcomes;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;

/** The answer at a national path to somebody who may not use it. */
final class AccessRefusal {
    private AccessRefusal() {}

    static FhirResponse of(SpineException failure, RequestHeaders headers) {
        FhirResponse answer = FhirResponse.of(failure.code().status(), OperationOutcomes.of(failure));
        for (String name : new String[] {"X-Request-ID", "X-Correlation-ID"}) {
            if (headers.filled(name).isPresent()) {
                answer = answer.withHeader(name, headers.filled(name).get().replaceAll("\\p{Cntrl}", ""));
            }
        }
        return switch (failure.code().status()) {
            case 401 -> answer.withHeader("WWW-Authenticate", WWW_AUTHENTICATE);
            case 429, 503 -> answer.withHeader("Retry-After", "1");
            default -> answer;
        };
    }

    static final String WWW_AUTHENTICATE = "Bearer error=\"invalid_token\"";
}
