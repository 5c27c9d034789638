package org.openspine.server.benchmark;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.crash.ServerProcess;

/** Finding and reading a summary, each against a plain read of as many bytes; target: twice its processor time at most. */
public final class SummaryBenchmark {
    /** A read that leaves an AuditEvent is a write, and compared with nothing here. */
    private static final String NO_RECORDS = "--scr.audit-reads=false";

    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 3;
    private static final double WARM = 60_000;
    private static final String NUMBER = "9449310475";

    private SummaryBenchmark() {}

    /** Arguments: seconds of each measurement, 5 if left out; POSTGRES for that database. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        boolean postgres = List.of(arguments).contains("POSTGRES");
        Path folder = Files.createTempDirectory("openspine-summary");
        if (!postgres) {
            try (ServerProcess spine =
                    ServerProcess.sandbox(folder, ReadBenchmark.JAVA_OPTIONS, "--samples=none", NO_RECORDS)) {
                compare(spine, seconds);
            }
            return;
        }
        try (PostgresProcess database = PostgresProcess.create(folder.resolve("postgres"));
                ServerProcess spine = ServerProcess.sandbox(
                        folder,
                        ReadBenchmark.JAVA_OPTIONS,
                        "--samples=none",
                        NO_RECORDS,
                        "--data.dir=unused",
                        "--database.url=" + database.url(),
                        "--database.user=" + database.user())) {
            compare(spine, seconds);
        }
    }

    private static void compare(ServerProcess spine, int seconds) throws Exception {
        URI fhir = URI.create(spine.address() + "/FHIR/R4/");
        URI scr = URI.create(spine.address() + "/summary-care-record/FHIR/R4/");
        String scrId = UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT);
        HttpLoad.put(fhir.resolve("Patient/" + NUMBER), patient(NUMBER, 3_000));
        HttpLoad.post(scr.resolve("Bundle"), SampleSummaries.bytes(NUMBER, scrId, 12));
        URI find = scr.resolve("DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + NUMBER);
        URI read = scr.resolve("Bundle?composition.identifier=" + scrId
                + "&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + NUMBER);
        pair(spine, "find", find, plain(fhir, "9449310270", HttpLoad.get(find).length), seconds);
        pair(spine, "read", read, plain(fhir, "9449310262", HttpLoad.get(read).length), seconds);
    }

    /** A Patient of about so many bytes. */
    private static URI plain(URI fhir, String number, int bytes) throws Exception {
        URI place = fhir.resolve("Patient/" + number);
        HttpLoad.put(place, patient(number, bytes));
        return place;
    }

    private static byte[] patient(String number, int bytes) {
        StringBuilder lines = new StringBuilder();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; lines.length() < bytes - 400; i++) {
            String address =
                    "{\"use\":\"old\",\"line\":[\"%d High Street\",\"Little Wharf\"],\"postalCode\":\"LS1 1AA\"}"
                            .formatted(i);
            addresses.add(address);
            lines.append(address).append(',');
        }
        return """
                {"resourceType":"Patient","id":"%1$s","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%1$s"}],
                 "address":[%2$s]}""".formatted(number, String.join(",", addresses)).getBytes(StandardCharsets.UTF_8);
    }

    private static void pair(ServerProcess spine, String name, URI summary, URI plain, int seconds) throws Exception {
        System.out.printf(
                "%s: %,d bytes, plain read: %,d bytes%n",
                name, HttpLoad.get(summary).length, HttpLoad.get(plain).length);
        for (URI uri : List.of(summary, plain)) {
            for (double requests = 0; requests < WARM; ) {
                requests += HttpLoad.readsPerSecond(uri, CONNECTIONS, seconds) * seconds;
            }
        }
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double mine = micros(spine, summary, seconds);
            double bare = micros(spine, plain, seconds);
            ratios[round] = mine / bare;
            System.out.printf("%s %4.0f µs   plain read %4.0f µs   ratio %.2f%n", name, mine, bare, ratios[round]);
        }
        System.out.printf("median ratio %.2f (target 2)%n", Latencies.median(ratios));
    }

    /** Processor time of the server for one request. */
    private static double micros(ServerProcess spine, URI uri, int seconds) throws Exception {
        Duration before = spine.processorTime();
        double rate = HttpLoad.readsPerSecond(uri, CONNECTIONS, seconds);
        return spine.processorTime().minus(before).toNanos() / 1e3 / (rate * seconds);
    }
}
