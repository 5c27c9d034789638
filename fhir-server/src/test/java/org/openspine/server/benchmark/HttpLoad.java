package org.openspine.server.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to a server: single ones, and as many as it takes, from wrk where that is installed. */
public final class HttpLoad {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx|Socket errors");
    private static final String REQUEST_ID = "60e0b220-8136-4ca5-ae46-1d97ef59d068"; // national APIs want one
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpLoad() {}

    static byte[] get(URI uri) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri).header("X-Request-ID", REQUEST_ID).GET());
    }

    static byte[] get(URI uri, String header, String value) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).header(header, value).GET());
    }

    public static byte[] put(URI uri, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/fhir+json")
                .PUT(BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    static byte[] post(URI uri, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    /** GET requests a second, from so many connections, with these names and values of headers. */
    public static double readsPerSecond(URI uri, int connections, int seconds, String... headers) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "30s"));
        for (int i = 0; i < headers.length; i += 2) {
            command.addAll(List.of("-H", headers[i] + ": " + headers[i + 1]));
        }
        command.add(uri.toString());
        Process wrk;
        try {
            wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
            HttpRequest.Builder complete = headers.length == 0 ? request : request.headers(headers);
            return Latencies.measure(connections, seconds, number -> () -> send(complete))
                    .perSecond();
        }
        String report = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(report);
        if (!rate.find() || REFUSED.matcher(report).find()) {
            throw new IllegalStateException(report);
        }
        return Double.parseDouble(rate.group(1));
    }
}
