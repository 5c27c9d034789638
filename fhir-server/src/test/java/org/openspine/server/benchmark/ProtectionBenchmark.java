package org.openspine.server.benchmark;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.crash.ServerProcess;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * What a look at the plans of a child costs: an unscheduled one writes an access record and a notification (target: 2 ms of
 * processor time); and the list of who looked, of a child that was looked at 2,000 times.
 */
public final class ProtectionBenchmark {
    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 3;
    private static final int CHILDREN = 50;

    /** Looks before anything is measured: with fewer, half of the time is the compiler's. */
    private static final int WARM = 8_000;

    private static final int LOOKS = 2_000;
    private static final String BY_NUMBER = "?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C";

    private ProtectionBenchmark() {}

    /** Arguments: seconds of each measurement, 5 if left out; POSTGRES for that database. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path folder = Files.createTempDirectory("openspine-protection");
        if (!List.of(arguments).contains("POSTGRES")) {
            try (ServerProcess spine = ServerProcess.sandbox(folder, ReadBenchmark.JAVA_OPTIONS, "--samples=none")) {
                measure(spine, seconds);
            }
            return;
        }
        try (PostgresProcess database = PostgresProcess.create(folder.resolve("postgres"));
                ServerProcess spine = ServerProcess.sandbox(
                        folder,
                        ReadBenchmark.JAVA_OPTIONS,
                        "--samples=none",
                        "--data.dir=unused",
                        "--database.url=" + database.url(),
                        "--database.user=" + database.user())) {
            measure(spine, seconds);
        }
    }

    private static void measure(ServerProcess spine, int seconds) throws Exception {
        List<URI> plans = new java.util.ArrayList<>();
        for (int stem = 947_000_000; plans.size() < CHILDREN; stem++) {
            var number = NhsNumber.ofStem(stem);
            if (number.isPresent()) {
                plans.add(store(spine, number.get().value()));
            }
        }
        int warm = 0;
        while (warm < WARM) {
            warm += looks(plans, seconds, warm > WARM / 2).sortedNanos().length;
        }
        for (String kind : List.of("unscheduled", "scheduled")) {
            for (int round = 0; round < ROUNDS; round++) {
                Duration before = spine.processorTime();
                Latencies looks = looks(plans, seconds, kind.equals("scheduled"));
                print(kind, spine.processorTime().minus(before), looks);
            }
        }
        URI child = plans.get(CHILDREN - 1);
        for (int i = 0; i < LOOKS; i++) {
            HttpLoad.get(child, "IsUnscheduledAccessEvent", "true");
        }
        URI history = URI.create(child.toString().replace("CareTeam", "AuditEvent"));
        for (int round = 0; round < ROUNDS; round++) {
            Duration before = spine.processorTime();
            Latencies lists = Latencies.measure(1, seconds, client -> () -> HttpLoad.get(history));
            print("access list of 2,000", spine.processorTime().minus(before), lists);
        }
    }

    private static Latencies looks(List<URI> plans, int seconds, boolean silent) throws Exception {
        return Latencies.measure(
                CONNECTIONS,
                seconds,
                client -> () -> HttpLoad.get(
                        plans.get(client % CHILDREN), "IsUnscheduledAccessEvent", String.valueOf(!silent)));
    }

    private static void print(String what, Duration processor, Latencies latencies) {
        System.out.printf(
                "%-22s %s   %5.2f ms of processor time%n",
                what, latencies, processor.toNanos() / 1e6 / latencies.sortedNanos().length);
    }

    /** A child with a plan; returns where to ask for it. */
    private static URI store(ServerProcess spine, String number) throws Exception {
        HttpLoad.put(URI.create(spine.address() + "/FHIR/R4/Patient/" + number), """
                {"resourceType": "Patient", "id": "%1$s",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%1$s"}]}""".formatted(number)
                .getBytes(StandardCharsets.UTF_8));
        HttpLoad.post(URI.create(spine.address() + "/cpis/FHIR/R4"), """
                {"resourceType": "Bundle", "type": "collection", "entry": [
                 {"fullUrl": "CarePlan/c", "resource": {"resourceType": "CarePlan", "status": "active", "intent": "plan",
                   "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "342191000000101"}]}],
                   "subject": {"reference": "Patient/%s"}, "period": {"start": "2026-01-05"},
                   "careTeam": [{"reference": "CareTeam/t"}]}},
                 {"fullUrl": "CareTeam/t", "resource": {"resourceType": "CareTeam", "id": "t", "status": "active",
                   "name": "991 - A COUNCIL", "telecom": [{"system": "phone", "value": "0113 496 0101"}]}}]}""".formatted(number)
                .getBytes(StandardCharsets.UTF_8));
        return URI.create(spine.address() + "/cpis/FHIR/R4/CareTeam" + BY_NUMBER + number);
    }
}
