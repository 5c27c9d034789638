package org.openspine.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The page at {@code /} and its files, from {@code /web} on the class path. They call only the public API. */
public final class FrontPage extends Handler.Abstract.NonBlocking {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                    + "require-trusted-types-for 'script'; trusted-types 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml");
    private static final Pattern NAME = Pattern.compile("/[a-z0-9-]+\\.[a-z]+");

    private final Map<String, WebFile> files = new ConcurrentHashMap<>();

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return false;
        }
        Optional<WebFile> found = file(Request.getPathInContext(request));
        if (found.isEmpty()) {
            return false;
        }
        WebFile file = found.get();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.type());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.getHeaders().put(HttpHeader.ETAG, file.etag());
        response.getHeaders().put("Content-Security-Policy", POLICY);
        if (file.etag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            response.write(true, null, callback);
            return true;
        }
        response.write(true, ByteBuffer.wrap(file.bytes()), callback);
        return true;
    }

    /** Only names that exist are remembered: what clients make up takes no memory. */
    private Optional<WebFile> file(String path) {
        String name = path.equals("/") ? "/index.html" : path;
        WebFile known = files.get(name);
        if (known != null || !NAME.matcher(name).matches()) {
            return Optional.ofNullable(known);
        }
        Optional<WebFile> read = Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                .flatMap(type -> WebFile.read(name, type));
        read.ifPresent(file -> files.put(name, file));
        return read;
    }

    private record WebFile(byte[] bytes, String type, String etag) {
        static Optional<WebFile> read(String name, String type) {
            try (InputStream in = FrontPage.class.getResourceAsStream("/web" + name)) {
                if (in == null) {
                    return Optional.empty();
                }
                byte[] bytes = in.readAllBytes();
                return Optional.of(new WebFile(bytes, type, '"' + digest(bytes) + '"'));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        private static String digest(byte[] bytes) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has SHA-256
            }
        }
    }
}
