package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.OperationOutcomes;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.UnifiedBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only place where a failure becomes an OperationOutcome. */
final class ErrorAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswer.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    private final UnifiedBase base;
    private final FhirResponseWriter writer;

    ErrorAnswer(UnifiedBase base, FhirResponseWriter writer) {
        this.base = base;
        this.writer = writer;
    }

    void write(Throwable failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted() || Failure.isDisconnect(failure)) {
            LOG.info("A client left before its answer was sent");
            return;
        }
        SpineException known = Failure.of(failure, String.valueOf(response.getHeader("X-Request-ID")));
        if (known.code() == FhirError.METHOD_NOT_ALLOWED) {
            response.setHeader("Allow", allowed(request));
        }
        if (Challenge.isDue(known)) {
            response.setHeader("WWW-Authenticate", Challenge.of(known));
        }
        if (known.code().status() == 503 || known.code().status() == 429) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        writer.write(
                new FhirResponse(
                        known.code().status(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(OperationOutcomes.of(known))),
                form(request),
                HttpMethod.HEAD.name().equals(request.getMethod()),
                response);
    }

    private String allowed(HttpServletRequest request) {
        return UnifiedBaseInterceptor.allowed(base, request.getPathInfo());
    }

    private static Negotiation form(HttpServletRequest request) {
        try {
            String query = request.getQueryString();
            return Negotiation.of(request, query == null ? QueryParameters.NONE : QueryParameters.parse(query));
        } catch (SpineException e) {
            return Negotiation.DEFAULT; // the failure itself may be that nothing we have is accepted
        }
    }
}
