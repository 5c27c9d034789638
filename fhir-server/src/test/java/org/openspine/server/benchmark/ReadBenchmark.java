package org.openspine.server.benchmark;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openspine.server.crash.ServerProcess;

/** GET of a 10 KB Patient by id, against a servlet that only sends the same bytes; target: 0.7 of its rate. */
public final class ReadBenchmark {
    static final List<String> JAVA_OPTIONS =
            List.of("-Xms128m", "-Xmx512m", "-XX:+UseParallelGC", "-XX:MaxNewSize=96m", "-XX:MetaspaceSize=96m");

    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 3;
    private static final double WARM = 150_000;

    private ReadBenchmark() {}

    /** Argument: seconds of each measurement, 5 if left out. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path folder = Files.createTempDirectory("openspine-read");
        Path file = folder.resolve("patient.json");
        try (ServerProcess spine = ServerProcess.sandbox(folder, JAVA_OPTIONS, "--samples=none")) {
            URI patient = URI.create(spine.address() + "/FHIR/R4/Patient/large");
            HttpLoad.put(patient, SamplePatients.bytes(SamplePatients.large("large")));
            Files.write(file, HttpLoad.get(patient));
            try (ServerProcess servlet = ServerProcess.of(BareServlet.class, folder, JAVA_OPTIONS, file.toString())) {
                System.out.printf("%,d bytes, %d connections, %d s each%n", Files.size(file), CONNECTIONS, seconds);
                compare(new Target(spine, patient), new Target(servlet, servlet.address()), seconds);
            }
        }
    }

    private static void compare(Target ours, Target bare, int seconds) throws Exception {
        ours.warmUp(seconds);
        bare.warmUp(seconds);
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Rate mine = ours.measure(seconds);
            Rate best = bare.measure(seconds);
            ratios[round] = mine.perSecond() / best.perSecond();
            System.out.printf("OpenSpine %s   bare servlet %s   ratio %.2f%n", mine, best, ratios[round]);
        }
        System.out.printf("median ratio %.2f (target 0.70)%n", Latencies.median(ratios));
    }

    /** @param micros processor time of the server for one request */
    private record Rate(double perSecond, double micros) {
        @Override
        public String toString() {
            return "%,8.0f/s at %4.0f µs".formatted(perSecond, micros);
        }
    }

    private record Target(ServerProcess server, URI uri) {
        /** Until the compiler has nothing more to do. */
        void warmUp(int seconds) throws Exception {
            for (double requests = 0; requests < WARM; ) {
                requests += measure(seconds).perSecond() * seconds;
            }
        }

        Rate measure(int seconds) throws Exception {
            Duration before = server.processorTime();
            double rate = HttpLoad.readsPerSecond(uri, CONNECTIONS, seconds);
            Duration used = server.processorTime().minus(before);
            return new Rate(rate, used.toNanos() / 1e3 / (rate * seconds));
        }
    }
}
