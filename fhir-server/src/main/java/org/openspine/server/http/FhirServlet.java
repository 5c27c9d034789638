package org.openspine.server.http;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
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

    /** No product names and versions in answers. */
    @Override
    @SuppressWarnings("NullAway") // HAPI leaves the header out when it gets null
    protected @Nullable String createPoweredByHeader() {
        return null;
    }
}
