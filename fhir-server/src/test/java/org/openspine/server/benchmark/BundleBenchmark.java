package org.openspine.server.benchmark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.crash.ServerProcess;

/**
 * Creates of one client over HTTP: each by itself, and twenty to a transaction Bundle; target: ten times the rate for each
 * entry. Arguments: {@code H2} or {@code POSTGRES}, and seconds of each measurement.
 */
public final class BundleBenchmark {
    private static final int ENTRIES = 20;
    private static final int ROUNDS = 3;

    private final URI base;
    private final AtomicLong numbers = new AtomicLong();

    private BundleBenchmark(URI base) {
        this.base = base;
    }

    public static void main(String[] arguments) throws Exception {
        boolean postgres = arguments.length > 0 && arguments[0].equals("POSTGRES");
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path folder = Files.createTempDirectory("openspine-bundle");
        if (!postgres) {
            try (ServerProcess spine = ServerProcess.sandbox(folder, ReadBenchmark.JAVA_OPTIONS, "--samples=none")) {
                new BundleBenchmark(URI.create(spine.address() + "/FHIR/R4")).run(seconds);
            }
            return;
        }
        try (PostgresProcess database = PostgresProcess.create(folder.resolve("postgres"));
                ServerProcess spine = ServerProcess.sandbox(
                        folder,
                        ReadBenchmark.JAVA_OPTIONS,
                        "--samples=none",
                        "--database.url=" + database.url(),
                        "--database.user=" + database.user())) {
            new BundleBenchmark(URI.create(spine.address() + "/FHIR/R4")).run(seconds);
        }
    }

    private void run(int seconds) throws Exception {
        measure(this::single, seconds * 2); // warms up
        measure(this::bundle, seconds * 2);
        for (int round = 0; round < ROUNDS; round++) {
            Latencies single = measure(this::single, seconds);
            Latencies bundle = measure(this::bundle, seconds);
            double ratio = bundle.perSecond() * ENTRIES / single.perSecond();
            System.out.printf("single  %s%nbundle  %s%nentries a second: ratio %.1f%n", single, bundle, ratio);
        }
    }

    private static Latencies measure(Callable<byte[]> client, int seconds) throws Exception {
        return Latencies.measure(1, seconds, number -> client);
    }

    private byte[] single() throws Exception {
        return HttpLoad.post(URI.create(base + "/Patient"), SamplePatients.bytes(patient()));
    }

    private byte[] bundle() throws Exception {
        ObjectNode bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "transaction");
        for (int i = 0; i < ENTRIES; i++) {
            ObjectNode entry = bundle.withArray("entry").addObject();
            entry.set("resource", patient());
            entry.putObject("request").put("method", "POST").put("url", "Patient");
        }
        return HttpLoad.post(base, SamplePatients.bytes(bundle));
    }

    private ObjectNode patient() {
        return SamplePatients.small("B" + numbers.getAndIncrement());
    }
}
