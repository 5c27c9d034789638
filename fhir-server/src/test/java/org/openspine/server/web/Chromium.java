package org.openspine.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page. For use by one thread.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger sent = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** The program on the PATH, if there is one. */
    static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium(Path program) throws IOException, InterruptedException {
        profile = Files.createTempDirectory("openspine-chromium");
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path portFile = profile.resolve("DevToolsActivePort");
        until("Chromium to listen", () -> lines(portFile).size() > 1);
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(pageSocket(lines(portFile).get(0))), new Messages())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Accessibility")) {
            send(domain + ".enable");
        }
        prefer("prefers-color-scheme", "light");
    }

    void resize(int width, int height) {
        ObjectNode size = JSON.createObjectNode()
                .put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", 1)
                .put("mobile", width < 600);
        send("Emulation.setDeviceMetricsOverride", size);
    }

    /** Sets a media feature; motion is always reduced, so that nothing is half way when it is looked at. */
    void prefer(String feature, String value) {
        ObjectNode media = JSON.createObjectNode();
        var features = media.putArray("features");
        features.addObject().put("name", "prefers-reduced-motion").put("value", "reduce");
        features.addObject().put("name", feature).put("value", value);
        send("Emulation.setEmulatedMedia", media);
    }

    /** Opens the address in a fresh page and waits until it and its modules have run. */
    void open(String url) {
        send("Page.navigate", JSON.createObjectNode().put("url", "about:blank"));
        await("location.href === 'about:blank'");
        complaints.clear();
        send("Page.navigate", JSON.createObjectNode().put("url", url));
        await("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    /** Requests to addresses that match fail from now on; {@code *} stands for anything. */
    void block(String... patterns) {
        ObjectNode urls = JSON.createObjectNode();
        var list = urls.putArray("urls");
        List.of(patterns).forEach(list::add);
        send("Network.setBlockedURLs", urls);
    }

    /** The value of an expression, awaited if it is a promise. */
    JsonNode evaluate(String expression) {
        ObjectNode parameters = JSON.createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true);
        JsonNode result = send("Runtime.evaluate", parameters);
        if (result.has("exceptionDetails")) {
            throw new AssertionError(result.get("exceptionDetails").toPrettyString());
        }
        return result.path("result").path("value");
    }

    /** Waits until the expression is true. */
    void await(String condition) {
        until(condition, () -> evaluate("!!(" + condition + ")").asBoolean());
    }

    /** Clicks as a script would: the element need not be in view. */
    void click(String selector) {
        await("document.querySelector(\"%s\")".formatted(selector));
        evaluate("document.querySelector(\"%s\").click()".formatted(selector));
    }

    /** Presses a key that writes nothing, such as Tab. */
    void press(String key, int code) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            send("Input.dispatchKeyEvent", key(type, key, code));
        }
    }

    void pressEnter() {
        send("Input.dispatchKeyEvent", key("keyDown", "Enter", 13).put("text", "\r"));
        send("Input.dispatchKeyEvent", key("keyUp", "Enter", 13));
    }

    /** Types into what has the focus. */
    void type(String text) {
        send("Input.insertText", JSON.createObjectNode().put("text", text));
    }

    /** What assistive technology is told about the page. */
    JsonNode accessibilityTree() {
        return send("Accessibility.getFullAXTree").path("nodes");
    }

    /** Errors, warnings and policy violations since the page was opened. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.abort();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        all.forEach(one -> until("Chromium to end", () -> !one.isAlive()));
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private static ObjectNode key(String type, String key, int code) {
        return JSON.createObjectNode()
                .put("type", type)
                .put("key", key)
                .put("code", key)
                .put("windowsVirtualKeyCode", code);
    }

    private JsonNode send(String method) {
        return send(method, JSON.createObjectNode());
    }

    private JsonNode send(String method, ObjectNode parameters) {
        int id = sent.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).join();
        JsonNode full = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (full.has("error")) {
            throw new AssertionError(method + ": " + full.get("error"));
        }
        return full.path("result");
    }

    private String pageSocket(String port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        for (JsonNode target :
                JSON.readTree(http.send(request, BodyHandlers.ofString()).body())) {
            if (target.path("type").asText().equals("page")) {
                return target.path("webSocketDebuggerUrl").asText();
            }
        }
        throw new AssertionError("Chromium has no page");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void until(String what, Supplier<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited %d s in vain for: %s".formatted(PATIENCE.toSeconds(), what));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                receive(message);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void receive(String message) {
            try {
                receive(JSON.readTree(message));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void receive(JsonNode message) {
            if (message.has("id")) {
                answers.remove(message.get("id").asInt()).complete(message);
                return;
            }
            JsonNode parameters = message.path("params");
            switch (message.path("method").asText()) {
                case "Log.entryAdded" -> complain(parameters.path("entry"), "level", "text");
                case "Runtime.consoleAPICalled" -> complain(parameters, "type", "args");
                case "Runtime.exceptionThrown" ->
                    complaints.add(parameters.path("exceptionDetails").toString());
                default -> {}
            }
        }

        private void complain(JsonNode entry, String level, String text) {
            if (List.of("error", "warning").contains(entry.path(level).asText())) {
                complaints.add(entry.path(text) + " " + entry.path("url").asText());
            }
        }
    }
}
