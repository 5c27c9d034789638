package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * Lets so many requests work at once as leave threads for everything else: what is served before this handler, such as health,
 * is answered whatever the load. Others wait a moment, holding no thread, and are then put off before anything of them is read.
 */
final class Admission extends QoSHandler {
    private static final String REFUSED = Admission.class.getName();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** @param atOnce requests that work at the same time */
    Admission(int atOnce, int waiting, Handler handler) {
        super(handler);
        setMaxRequestCount(atOnce);
        setMaxSuspendedRequestCount(waiting);
        setMaxSuspend(LONGEST_WAIT);
    }

    /** Throws {@link FhirError#BUSY} for a request that was not let in, so that its API says so in its own words. */
    static void require(HttpServletRequest request) {
        if (isRefused(request)) {
            throw new SpineException(FhirError.BUSY, "The server has too much to do; try again");
        }
    }

    static boolean isRefused(HttpServletRequest request) {
        return request.getAttribute(REFUSED) != null;
    }

    @Override
    protected void reject(Request request, Response response, Callback callback, int status) {
        refuse(request, response, callback);
    }

    @Override
    protected void expireSuspended(Request request, Response response, Callback callback) {
        refuse(request, response, callback);
    }

    private void refuse(Request request, Response response, Callback callback) {
        request.setAttribute(REFUSED, true);
        try {
            if (!getHandler().handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception failure) {
            Response.writeError(request, response, callback, failure);
        }
    }
}
