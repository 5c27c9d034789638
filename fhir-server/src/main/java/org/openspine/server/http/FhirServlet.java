package org.openspine.server.http;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The HAPI server of one base path. */
final class FhirServlet extends RestfulServer {
    FhirServlet(FhirContext context, Object... interceptors) {
        super(context);
        setIgnoreServerParsedRequestParameters(false); // Jetty keeps the order of parameters and reads forms as UTF-8
        for (Object interceptor : interceptors) {
            registerInterceptor(interceptor);
        }
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
