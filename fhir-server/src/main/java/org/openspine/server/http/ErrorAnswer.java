package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirResponse;
import org.openspine.fhir.HttpMethod;
import org.openspine.fhir.OperationOutcomes;
import org.openspine.fhir.QueryParameters;
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
        if (response.isCommitted() || isDisconnect(failure)) {
            LOG.info("A client left before its answer was sent");
            return;
        }
        SpineException known = known(failure, response.getHeader("X-Request-ID"));
        if (known.code() == FhirError.METHOD_NOT_ALLOWED) {
            response.setHeader("Allow", allowed(request));
        }
        if (known.code().status() == 503) {
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

    private static SpineException known(Throwable failure, @Nullable String requestId) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SpineException spine) {
                if (spine.code().status() >= 500) {
                    LOG.error("Request {} failed: {}", requestId, spine.code(), failure);
                }
                return spine;
            }
            if (cause instanceof HttpException refused && refused.getCode() < 500) { // Jetty, while it read parameters
                return new SpineException(
                        FhirError.INVALID_PARAMETER,
                        List.of(Problem.of("The query or form holds a percent escape that is not UTF-8 text")));
            }
            if (cause instanceof MalformedContentException malformed) {
                return new SpineException(
                        FhirError.MALFORMED_CONTENT, List.of(Problem.of(String.valueOf(malformed.getMessage()))));
            }
        }
        LOG.error("Request {} failed", requestId, failure);
        return new SpineException(
                FhirError.INTERNAL, "Something went wrong on our side; the log has it as request " + requestId);
    }

    private static boolean isDisconnect(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EofException) {
                return true;
            }
        }
        return false;
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
