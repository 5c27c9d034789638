package org.openspine.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.FhirResponse;
import org.openspine.fhir.HttpMethod;
import org.openspine.fhir.UnifiedBase;

/** Hands requests to the unified base before HAPI looks for an annotated method. */
@Interceptor
final class UnifiedBaseInterceptor {
    private final UnifiedBase base;
    private final FhirRequestReader reader;
    private final FhirResponseWriter writer;

    UnifiedBaseInterceptor(UnifiedBase base, FhirRequestReader reader, FhirResponseWriter writer) {
        this.base = base;
        this.reader = reader;
        this.writer = writer;
    }

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED)
    public boolean answer(HttpServletRequest http, HttpServletResponse response) throws IOException {
        FhirRequest request = reader.read(http);
        Negotiation form = Negotiation.of(http, request.query());
        FhirResponse answer = base.answer(request);
        writer.write(answer, form, request.method() == HttpMethod.HEAD, response);
        return false;
    }
}
