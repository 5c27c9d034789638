package org.openspine.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The page at {@code /} and its files, from {@code /web} on the class path. They call only the public API. */
final class FrontPage extends Handler.Abstract.NonBlocking {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            ".html", "text/html;charset=utf-8",
            ".css", "text/css;charset=utf-8",
            ".js", "text/javascript;charset=utf-8",
            ".svg", "image/svg+xml");

    private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        String name = path.equals("/") ? "/index.html" : path;
        String type = name.matches("/[a-z0-9-]+\\.[a-z]+") ? TYPES.get(name.substring(name.lastIndexOf('.'))) : null;
        if (type == null
                || !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            return false;
        }
        Optional<byte[]> file = files.computeIfAbsent(name, FrontPage::read);
        if (file.isEmpty()) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.getHeaders().put("Content-Security-Policy", POLICY);
        response.write(true, ByteBuffer.wrap(file.get()), callback);
        return true;
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream in = FrontPage.class.getResourceAsStream("/web" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
