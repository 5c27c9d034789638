package org.openspine.server.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a request may not exceed whatever it is for: the number of its headers, and the time its body takes. */
final class RequestLimits extends Handler.Wrapper {
    static final int MAX_HEADERS = 64;

    RequestLimits(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getHeaders().size() > MAX_HEADERS) {
            Response.writeError(request, response, callback, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
            return true;
        }
        return super.handle(ArrivingBody.isSent(request) ? new ArrivingBody(request) : request, response, callback);
    }
}
