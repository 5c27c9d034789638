package org.openspine.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the front page as HTTP sends them. */
class FrontPageTest {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new FrontPage());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=utf-8",
        "/style.css, text/css;charset=utf-8",
        "/main.js, text/javascript;charset=utf-8",
        "/icon.svg, image/svg+xml"
    })
    void filesComeWithTheirTypeAndAStrictPolicy(String path, String type) throws Exception {
        HttpResponse<String> answer = get(path, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; script-src 'self';")
                        .doesNotContain("unsafe", "*", "http:", "https:"));
    }

    @Test
    void fileThatTheBrowserHasIsNotSentAgain() throws Exception {
        String etag = get("/style.css", "").headers().firstValue("ETag").orElseThrow();

        assertThat(get("/style.css", etag).statusCode()).isEqualTo(304);
        assertThat(get("/main.js", etag).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none.js", "/logback.xml", "/..%2flogback.xml", "/web/main.js", "/main.js/", "/FHIR/R4"})
    void otherPathsAreLeftToOthers(String path) throws Exception {
        assertThat(get(path, "").statusCode()).isIn(400, 404);
    }

    @Test
    void onlyReadingIsAnswered() throws Exception {
        HttpRequest post = request("/").POST(BodyPublishers.ofString("x")).build();

        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    @Test
    void everythingThePageNeedsIsHere() throws Exception {
        String page = get("/", "").body();
        assertThat(page)
                .doesNotContain("style=", "onclick=", "<style")
                .doesNotContainPattern("<script[^>]*>\\s*[^<\\s]");
        var needed = Pattern.compile("(?:src=|rel=\"(?:icon|stylesheet)\" href=)\"(/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(needed).contains("/main.js", "/style.css", "/icon.svg");
        for (String path : needed) {
            assertThat(get(path, "").statusCode()).as(path).isEqualTo(200);
        }
    }

    private HttpResponse<String> get(String path, String knownEtag) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (!knownEtag.isEmpty()) {
            request.header("If-None-Match", knownEtag);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
    }
}
