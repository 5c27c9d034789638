package org.openspine.server.fuzz;

import com.code_intelligence.jazzer.api.BugDetectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The server in the same process, so that the fuzzer sees what of it an input reaches, and what no input may make it answer. */
final class FuzzedServer {
    static final String JSON = "application/fhir+json";
    static final String XML = "application/fhir+xml";

    private static final Duration HANGS = Duration.ofSeconds(30);

    /** What comes first waits for classes to be loaded and watched. */
    private static final Duration FIRST = Duration.ofMinutes(2);

    private static final Pattern FAILED_ENTRY = Pattern.compile("\"status\":\"5");
    private static final int SHOWN = 2_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    FuzzedServer(String address) {
        this.address = address;
    }

    /** For the data of a server; the one who started the process removes it. */
    static Path folder() {
        BugDetectors.allowNetworkConnections(
                (host, port) -> List.of("127.0.0.1", "localhost").contains(host));
        try {
            return Files.createTempDirectory("fuzzed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(HANGS);
    }

    /** A request with a body, sent and checked. */
    int send(String method, String path, String contentType, byte[] body) throws Exception {
        return send(to(path).header("Content-Type", contentType)
                .method(method, BodyPublishers.ofByteArray(body))
                .build());
    }

    /** What must go well, or nothing that follows means anything. */
    void accepts(String method, String path, String contentType, byte[] body) throws Exception {
        int status = send(to(path).timeout(FIRST)
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofByteArray(body))
                .build());
        if (status >= 300) {
            throw new AssertionError("%s %s is refused: %d".formatted(method, path, status));
        }
    }

    /** The status. Fails if the answer is slow or says that the server is at fault. */
    int send(HttpRequest request) throws Exception {
        HttpResponse<byte[]> response = Prompt.answer(() -> exchange(request));
        String body = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() >= 500 || FAILED_ENTRY.matcher(body).find()) {
            throw new AssertionError("%s %s answers %d: %s"
                    .formatted(request.method(), request.uri(), response.statusCode(), shown(body)));
        }
        return response.statusCode();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            throw new AssertionError("hangs: " + request.method() + " " + request.uri(), e);
        } catch (IOException e) { // a connection that the server closed after refusing the input before
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String shown(String body) {
        return body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
    }
}
