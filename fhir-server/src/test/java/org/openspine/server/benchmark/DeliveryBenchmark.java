package org.openspine.server.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.crash.ServerProcess;

/**
 * How many notifications a second rest-hooks deliver to receivers on this machine (target: 500), and what reads notice of it
 * (target: 10 %). Bounded: a backlog of some thousand messages, delivered to the end.
 */
public final class DeliveryBenchmark {
    private static final int RECIPIENTS = 4;
    private static final int BUNDLES = 12;
    private static final int MESSAGES = 500;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private DeliveryBenchmark() {}

    /** Arguments: H2 or POSTGRES; both if left out. */
    public static void main(String[] arguments) throws Exception {
        List<String> stores = arguments.length == 0 ? List.of("H2", "POSTGRES") : List.of(arguments);
        for (String store : stores) {
            Path folder = Files.createTempDirectory("openspine-delivery");
            if (store.toUpperCase(Locale.ROOT).equals("H2")) {
                try (ServerProcess spine = start(folder, "--data.dir=h2")) {
                    measure(store, spine);
                }
            } else {
                try (PostgresProcess database = PostgresProcess.create(folder.resolve("postgres"));
                        ServerProcess spine = start(
                                folder,
                                "--data.dir=unused",
                                "--database.url=" + database.url(),
                                "--database.user=" + database.user())) {
                    measure(store, spine);
                }
            }
        }
    }

    private static ServerProcess start(Path folder, String... store) throws InterruptedException {
        List<String> settings = new ArrayList<>(
                List.of("--samples=none", "--notification.hosts=127.0.0.1", "--notification.local=true"));
        settings.addAll(List.of(store));
        return ServerProcess.sandbox(folder, ReadBenchmark.JAVA_OPTIONS, settings.toArray(String[]::new));
    }

    private static void measure(String store, ServerProcess spine) throws Exception {
        URI base = URI.create(spine.address() + "/FHIR/R4");
        try (Receiver receiver = new Receiver()) {
            for (int i = 0; i < RECIPIENTS; i++) {
                HttpLoad.post(URI.create(base + "/Subscription"), """
                        {"resourceType": "Subscription", "status": "requested", "reason": "Benchmark", "criteria": "Basic?code=t%d",
                         "channel": {"type": "rest-hook", "endpoint": "%s", "payload": "application/fhir+json"}}""".formatted(i, receiver.address())
                        .getBytes(StandardCharsets.UTF_8));
            }
            HttpLoad.put(
                    URI.create(base + "/Organization/A1"),
                    "{\"resourceType\": \"Organization\", \"id\": \"A1\", \"name\": \"Larkfield\"}"
                            .getBytes(StandardCharsets.UTF_8));
            URI read = URI.create(base + "/Organization/A1");
            for (int round = 0; round <= ROUNDS; round++) { // the first one warms
                Latencies alone = Latencies.measure(1, 3, client -> () -> HttpLoad.get(read));
                int before = receiver.received();
                fill(base);
                Duration processor = spine.processorTime();
                int backlog = before + BUNDLES * MESSAGES - receiver.received();
                long start = System.nanoTime();
                Latencies beside = Latencies.measure(1, 3, client -> () -> HttpLoad.get(read));
                receiver.await(before + BUNDLES * MESSAGES);
                double seconds = (receiver.last() - start) / 1e9;
                if (round > 0) {
                    System.out.printf(
                            "%-8s %,6.0f notifications/s of %,d that waited (%.2f ms of processor time with the reads);"
                                    + " a read %.2f ms alone, %.2f ms beside them: %+.0f %%%n",
                            store,
                            backlog / seconds,
                            backlog,
                            spine.processorTime().minus(processor).toNanos() / 1e6 / backlog,
                            alone.millis(50),
                            beside.millis(50),
                            100 * (beside.millis(50) / alone.millis(50) - 1));
                }
            }
        }
    }

    /** Makes the backlog: resources that each concern one Subscription. */
    private static void fill(URI base) throws Exception {
        for (int bundle = 0; bundle < BUNDLES; bundle++) {
            StringBuilder entries = new StringBuilder();
            for (int i = 0; i < MESSAGES; i++) {
                entries.append(i == 0 ? "" : ",").append("""
                        {"resource": {"resourceType": "Basic", "code": {"coding": [{"system": "https://example.org/t", "code": "t%d"}]}},
                         "request": {"method": "POST", "url": "Basic"}}""".formatted(i % RECIPIENTS));
            }
            HttpLoad.post(
                    base,
                    "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [%s]}"
                            .formatted(entries)
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Counts what it is sent. */
    private static final class Receiver implements AutoCloseable {
        private final com.sun.net.httpserver.HttpServer server;
        private final ExecutorService threads = Executors.newFixedThreadPool(RECIPIENTS);
        private final AtomicInteger received = new AtomicInteger();
        private volatile long last;

        Receiver() {
            try {
                server = com.sun.net.httpserver.HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
                received.incrementAndGet();
                last = System.nanoTime();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
        }

        int received() {
            return received.get();
        }

        /** When the latest message came. */
        long last() {
            return last;
        }

        void await(int count) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (received.get() < count) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("%d of %d arrived".formatted(received.get(), count));
                }
                Thread.sleep(5); // a benchmark may
            }
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
