package org.openspine.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends FHIR requests to the unified base of one server, each once. Safe for use by many threads. */
final class FhirClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    FhirClient(URI address) {
        base = address + "/FHIR/R4/";
    }

    /** The logical id and version that a Location or the link of a Bundle's entry names. */
    record Place(String id, long version) {
        private static final Pattern FORM = Pattern.compile("[A-Z]\\w+/([^/]+)/_history/(\\d+)$");

        static Optional<Place> parse(String location) {
            Matcher matcher = FORM.matcher(location);
            return matcher.find()
                    ? Optional.of(new Place(matcher.group(1), Long.parseLong(matcher.group(2))))
                    : Optional.empty();
        }
    }

    record Answer(int status, OptionalLong version, Optional<Place> place, JsonNode body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Answer post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body.toString())));
    }

    Answer put(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path).PUT(BodyPublishers.ofString(body.toString())));
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        URI uri = URI.create(path.startsWith("http:") ? path : base + path);
        return HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Content-Type", "application/fhir+json");
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        OptionalLong version = response.headers()
                .firstValue("ETag")
                .map(tag -> OptionalLong.of(Long.parseLong(tag.replaceAll("\\D", ""))))
                .orElse(OptionalLong.empty());
        Optional<Place> place = response.headers().firstValue("Location").flatMap(Place::parse);
        JsonNode body = response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
        return new Answer(response.statusCode(), version, place, body);
    }
}
