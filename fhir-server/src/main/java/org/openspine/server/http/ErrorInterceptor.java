package org.openspine.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Hands what fails inside HAPI to {@link ErrorAnswer}. */
@Interceptor
final class ErrorInterceptor {
    private final ErrorAnswer errors;

    ErrorInterceptor(ErrorAnswer errors) {
        this.errors = errors;
    }

    /** Keeps HAPI from wrapping: what it makes of the failure is never looked at. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException carry(Throwable failure) {
        return new InternalErrorException(failure);
    }

    @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
    public boolean render(BaseServerResponseException carried, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        errors.write(carried.getCause() == null ? carried : carried.getCause(), request, response);
        return false;
    }
}
