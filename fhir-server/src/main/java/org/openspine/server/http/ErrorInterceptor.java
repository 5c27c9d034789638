package org.openspine.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
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
@Interceptor
final class ErrorInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorInterceptor.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    private final UnifiedBase base;
    private final FhirResponseWriter writer;

    ErrorInterceptor(UnifiedBase base, FhirResponseWriter writer) {
        this.base = base;
        this.writer = writer;
    }

    /** Keeps HAPI from logging and wrapping: what it makes of the failure is never looked at. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException carry(Throwable failure) {
        return new InternalErrorException(failure);
    }

    @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
    public boolean render(
            BaseServerResponseException carried,
            RequestDetails details,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Throwable failure = carried.getCause() == null ? carried : carried.getCause();
        if (response.isCommitted() || isDisconnect(failure)) {
            LOG.info("A client left before its answer was sent");
            return false;
        }
        SpineException known = known(failure, details.getRequestId());
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
        return false;
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
