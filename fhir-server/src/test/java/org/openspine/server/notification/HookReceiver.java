package org.openspine.server.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who subscribed: an HTTP server that keeps what it is told, and answers as a test wants it to. */
public final class HookReceiver implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile String elsewhere = "";
    private volatile String refusedPath = "";

    public record Call(String method, String path, String header, String contentType, String body) {}

    public HookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!elsewhere.isEmpty()) {
            exchange.getResponseHeaders().set("Location", elsewhere);
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
            return;
        }
        String path = exchange.getRequestURI().toString();
        boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0 || path.equals(refusedPath);
        if (!refused) {
            calls.add(new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("X-Secret")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    body));
        }
        exchange.sendResponseHeaders(refused ? 503 : 200, -1);
        exchange.close();
    }

    /** Answers so many calls with status 503, as if it had not heard them. */
    public void refuse(int times) {
        refusals.set(times);
    }

    /** Answers every call with a redirect. */
    void redirect(String location) {
        elsewhere = location;
    }

    /** Refuses what is sent to this path, however often. */
    void refuseAlways(String path) {
        refusedPath = path;
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next call. */
    public Call next() {
        try {
            Call call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("nothing was delivered");
            }
            return call;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public List<Call> next(int count) {
        List<Call> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            next.add(next());
        }
        return next;
    }

    /** Calls that came and that nobody has asked for. */
    public int unread() {
        return calls.size();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
