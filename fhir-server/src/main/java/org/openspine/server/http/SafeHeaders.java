package org.openspine.server.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Headers that keep browsers from guessing, framing, leaking and caching. */
final class SafeHeaders extends Handler.Wrapper {
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";

    SafeHeaders(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", API_POLICY);
        return super.handle(request, response, callback);
    }
}
