package org.openspine.notification;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a rest-hook sends: a POST that tells that there is something, or a PUT of what there is.
 *
 * @param headers as the subscriber wants them, {@code Name: value}
 * @param body empty for a POST
 */
@SuppressWarnings("ArrayRecordComponent") // written to a socket; nobody compares requests
record HookRequest(String method, URI uri, List<String> headers, String mediaType, byte[] body) {
    /** Head and body, to be sent at once. */
    byte[] bytes(String authority) {
        byte[] head = head(authority).getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private String head(String authority) {
        StringBuilder head = new StringBuilder();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        head.append(method).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(authority).append("\r\n");
        head.append("User-Agent: OpenSpine\r\n");
        if (body.length > 0) {
            head.append("Content-Type: ").append(mediaType).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString();
    }
}
