package org.openspine.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.openspine.server.OpenSpine;

/** A server of its own over an empty store, and plain HTTP to it. */
final class Exchange implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final OpenSpine server;

    Exchange(Path folder) {
        server = TestServers.empty(folder);
    }

    String base() {
        return server.address() + "/FHIR/R4";
    }

    HttpResponse<byte[]> get(String url, String... headers) {
        return send("GET", url, BodyPublishers.noBody(), headers);
    }

    HttpResponse<byte[]> send(String method, String url, String body, String... headers) {
        return send(method, url, BodyPublishers.ofString(body), headers);
    }

    /** {@code url} is absolute or stands below the base. */
    HttpResponse<byte[]> send(String method, String url, BodyPublisher body, String... headers) {
        URI uri = URI.create(url.startsWith("http") ? url : base() + "/" + url);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
