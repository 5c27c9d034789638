package org.openspine.samples.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends one document and waits for the answer. A busy server (503, 429) is asked again. Safe for use by many threads. */
final class FhirSender {
    private static final int ATTEMPTS = 10;
    private static final Duration USUAL_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);
    private static final int SHOWN_CHARACTERS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoadTarget target;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    FhirSender(LoadTarget target) {
        this.target = target;
    }

    void send(Document document) throws IOException, InterruptedException {
        HttpRequest request = request(document);
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> answer = answer(request, document);
            if (answer.statusCode() / 100 == 2) {
                return;
            }
            boolean busy = answer.statusCode() == 503 || answer.statusCode() == 429;
            if (!busy || attempt == ATTEMPTS) {
                throw new LoadException(
                        document.place(), "the server answered " + answer.statusCode() + ": " + reason(answer.body()));
            }
            Thread.sleep(retryAfter(answer).toMillis());
        }
    }

    private HttpResponse<String> answer(HttpRequest request, Document document)
            throws LoadException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LoadException(document.place() + ", " + target.base() + " cannot be reached", e);
        }
    }

    private HttpRequest request(Document document) {
        Outline outline = document.outline();
        boolean update = !outline.isTransaction() && !outline.id().isEmpty();
        String path = outline.isTransaction()
                ? ""
                : update ? outline.resourceType() + "/" + outline.id() : outline.resourceType();
        var body = HttpRequest.BodyPublishers.ofByteArray(document.json());
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(path))
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/fhir+json")
                .header("Accept", "application/fhir+json")
                .header("Prefer", "return=minimal");
        target.headers().forEach(request::header);
        return (update ? request.PUT(body) : request.POST(body)).build();
    }

    private static Duration retryAfter(HttpResponse<String> answer) {
        Duration asked = answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(USUAL_WAIT);
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    /** The issues of an OperationOutcome in words, or the start of whatever the server sent. */
    private static String reason(String body) {
        List<String> issues = new ArrayList<>();
        try {
            for (JsonNode issue : JSON.readTree(body).path("issue")) {
                String text = issue.path("diagnostics")
                        .asText(issue.path("details")
                                .path("text")
                                .asText(issue.path("code").asText()));
                String where = issue.path("expression").path(0).asText("");
                issues.add(where.isEmpty() ? text : text + " (" + where + ")");
            }
        } catch (IOException notJson) {
            issues.clear();
        }
        String text = issues.isEmpty() ? body.strip() : String.join("; ", issues);
        return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + " …" : text;
    }
}
