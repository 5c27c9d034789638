package org.openspine.server.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openspine.server.crash.ServerProcess;

/**
 * From the start of the process to the ready line, and resident memory when idle; targets: 5 s and 350 MB. With a number
 * of patients, their load is measured too; target: 3,000 resources a second.
 */
public final class StartBenchmark {
    private static final int STARTS = 3;
    private static final int IDLE_SECONDS = 5;

    private StartBenchmark() {}

    /** Argument: patients to load besides the samples, none if left out. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("openspine-start");
        try (ServerProcess first = start("empty store, samples loaded", folder)) {
            report(first);
        }
        for (int i = 0; i < STARTS; i++) {
            try (ServerProcess again = start("samples present", folder)) {
                report(again);
            }
        }
        if (arguments.length > 0) {
            Path file = Population.generate(folder, Integer.parseInt(arguments[0]));
            try (ServerProcess spine = start("for the load", folder)) {
                Population.load(file, spine.address());
                report(spine);
            }
            for (int i = 0; i < STARTS; i++) {
                try (ServerProcess again = start("population present", folder)) {
                    report(again);
                    Queries.of(again.address()).keepThoseThatFind();
                }
            }
        }
    }

    private static ServerProcess start(String state, Path folder) throws InterruptedException {
        long before = System.nanoTime();
        ServerProcess server = ServerProcess.sandbox(folder, ReadBenchmark.JAVA_OPTIONS);
        System.out.printf("start      %-30s %.1f s%n", state, (System.nanoTime() - before) / 1e9);
        return server;
    }

    private static void report(ServerProcess server) throws IOException, InterruptedException {
        HttpLoad.get(URI.create(server.address() + "/FHIR/R4/Patient/9700000036"));
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status"));
        status.stream()
                .filter(line -> line.startsWith("VmRSS"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .forEach(megabytes -> System.out.printf("idle       %,d MB resident%n", megabytes));
    }
}
