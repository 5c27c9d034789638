package org.openspine.server.http;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a request may not exceed whatever it is for: the number of its headers; and how much of a packed body was sent. */
final class RequestLimits extends Handler.Wrapper {
    /** An {@link AtomicLong} with the bytes of a packed body that have come so far; only where a body is packed. */
    static final String PACKED_BYTES = RequestLimits.class.getName() + ".packed";

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
        boolean packed = request.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
        return super.handle(packed ? new Counted(request) : request, response, callback);
    }

    /** Counts what is read of a body before it is unpacked. */
    private static final class Counted extends Request.Wrapper {
        private final AtomicLong bytes = new AtomicLong();

        Counted(Request request) {
            super(request);
            request.setAttribute(PACKED_BYTES, bytes);
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk != null) {
                bytes.addAndGet(chunk.remaining());
            }
            return chunk;
        }
    }
}
