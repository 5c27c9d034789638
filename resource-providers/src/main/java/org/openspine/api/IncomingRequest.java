package org.openspine.api;

import java.util.List;
import org.openspine.access.Caller;

/**
 * A request to a national API.
 *
 * @param method as sent, which may be none that HTTP knows
 * @param base the address of the API as the client knows it, without a slash at the end
 * @param path decoded segments below the base
 */
public record IncomingRequest(
        String method,
        String base,
        List<String> path,
        QueryParameters query,
        RequestHeaders headers,
        RequestContent content,
        Caller caller) {
    public IncomingRequest withQuery(QueryParameters other) {
        return new IncomingRequest(method, base, path, other, headers, content, caller);
    }

    public IncomingRequest withHeaders(RequestHeaders other) {
        return new IncomingRequest(method, base, path, query, other, content, caller);
    }

    public IncomingRequest by(Caller other) {
        return new IncomingRequest(method, base, path, query, headers, content, other);
    }

    /** The path below the base as people write it: {@code /Patient/9000000009}. */
    public String place() {
        return "/" + String.join("/", path);
    }

    /** Whether only the headers of the answer are wanted. */
    public boolean isHead() {
        return method.equals("HEAD");
    }
}
