package org.openspine.server.http;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** The HAPI server of one base path. */
final class FhirServlet extends RestfulServer {
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private final transient ErrorAnswer errors;

    FhirServlet(FhirContext context, ErrorAnswer errors, Object... interceptors) {
        super(context);
        this.errors = errors;
        setIgnoreServerParsedRequestParameters(false); // Jetty keeps the order of parameters and reads forms as UTF-8
        for (Object interceptor : interceptors) {
            registerInterceptor(interceptor);
        }
    }

    /** Methods HTTP does not know are refused like those FHIR has no use for. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            if (!KNOWN.contains(request.getMethod())) {
                throw new SpineException(
                        FhirError.METHOD_NOT_ALLOWED, "Methods are GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS");
            }
            SoundNames.require(request);
        } catch (RuntimeException refused) {
            errors.write(refused, request, response);
            return;
        }
        super.service(request, response);
    }

    /** Unique, not secret: HAPI's own draws from the secure random generator for every request. */
    @Override
    protected String newRequestId(int length) {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    @Override
    protected void addRequestIdToResponse(ServletRequestDetails request, String id) {
        request.getServletResponse().setHeader("X-Request-ID", id);
    }

    /** No product names and versions in answers. */
    @Override
    @SuppressWarnings("NullAway") // HAPI leaves the header out when it gets null
    protected @Nullable String createPoweredByHeader() {
        return null;
    }
}
