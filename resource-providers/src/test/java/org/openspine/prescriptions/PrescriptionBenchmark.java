package org.openspine.prescriptions;

import static org.openspine.prescriptions.MadeUpPrescription.uuid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.repository.PostgresServer;
import org.openspine.repository.hibernate.StoreConfig;

/**
 * The life of acute prescriptions of four items at 16 clients: order, release, notification and claim in equal parts, on
 * the service itself; then the bulk release of a pharmacy for which many prescriptions wait.
 */
public final class PrescriptionBenchmark {
    private static final int CLIENTS = 16;
    private static final int ITEMS = 4;
    private static final int RELEASES = 20;
    private static final int AT_ONCE = 25;
    private static final int FILLERS = 2;
    private static final int BATCH = 250;
    private static final String PHARMACY = "FB999";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<String> EVENTS = List.of("order", "release", "notification", "claim");

    private PrescriptionBenchmark() {}

    /**
     * Arguments: {@code h2} or {@code postgresql}; seconds for the mix, 10 if left out, 0 for none; prescriptions that wait,
     * 10,000 if left out. 100,000 take some minutes to order.
     */
    public static void main(String[] arguments) throws Exception {
        String database = arguments.length > 0 ? arguments[0] : "h2";
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        int waiting = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
        Path folder = Files.createTempDirectory("prescriptions");
        StoreConfig config = database.equals("h2") ? StoreConfig.h2(folder) : PostgresServer.newDatabase();
        try (var eps = new PrescriptionsUnderTest(config)) {
            if (seconds > 0) {
                mix(eps, seconds); // warm
                mix(eps, seconds).print(database, seconds);
            }
            bulk(eps, waiting);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        System.exit(0); // the embedded database would go on
    }

    /** What was measured, for each event in turn. */
    private record Measured(List<ConcurrentLinkedQueue<Sample>> samples) {
        void print(String database, int seconds) {
            long all = samples.stream().mapToLong(ConcurrentLinkedQueue::size).sum();
            System.out.printf("%s: %d events/s at %d clients%n", database, all / seconds, CLIENTS);
            for (int i = 0; i < EVENTS.size(); i++) {
                long[] nanos = sorted(samples.get(i), Sample::nanos);
                long[] cpu = sorted(samples.get(i), Sample::cpuNanos);
                if (nanos.length > 0) {
                    System.out.printf(
                            "%-14s p50 %.1f ms, p99 %.1f ms; CPU of its thread: p50 %.2f ms, mean %.2f ms%n",
                            EVENTS.get(i),
                            nanos[nanos.length / 2] / 1e6,
                            nanos[nanos.length * 99 / 100] / 1e6,
                            cpu[cpu.length / 2] / 1e6,
                            Arrays.stream(cpu).average().orElse(0) / 1e6);
                }
            }
        }

        private static long[] sorted(ConcurrentLinkedQueue<Sample> samples, ToLongFunction<Sample> value) {
            return samples.stream().mapToLong(value).sorted().toArray();
        }
    }

    /** How long an event took, and how much of the processor its thread had; on H2 that is the database too. */
    private record Sample(long nanos, long cpuNanos) {}

    private static Measured mix(PrescriptionsUnderTest eps, int seconds) throws InterruptedException {
        List<ConcurrentLinkedQueue<Sample>> times = EVENTS.stream()
                .map(event -> new ConcurrentLinkedQueue<Sample>())
                .toList();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            String ods = "FB%03d".formatted(i);
            clients.execute(() -> {
                while (System.nanoTime() < end) {
                    life(eps, ods, times);
                }
            });
        }
        clients.shutdown();
        clients.awaitTermination(seconds + 60L, TimeUnit.SECONDS);
        return new Measured(times);
    }

    private static void life(PrescriptionsUnderTest eps, String ods, List<ConcurrentLinkedQueue<Sample>> times) {
        MadeUpPrescription rx =
                MadeUpPrescription.acute(ITEMS, eps.clock.today()).nominatedTo(ods);
        ItemStatus[] all = new ItemStatus[ITEMS];
        Arrays.fill(all, ItemStatus.FULLY_DISPENSED);
        time(times.get(0), eps.service::order, rx.order(uuid()));
        time(times.get(1), eps.service::release, rx.releaseTo(ods));
        time(
                times.get(2),
                eps.service::notifyDispense,
                rx.notification(
                        uuid(),
                        PrescriptionStatus.DISPENSED,
                        List.of(all),
                        MadeUpPrescription.Notice.by(ods, eps.clock.instant())));
        time(
                times.get(3),
                eps.service::claim,
                rx.claim(uuid(), ods, eps.clock.instant(), OptionalInt.empty(), Optional.empty()));
    }

    private static void time(
            ConcurrentLinkedQueue<Sample> times,
            BiFunction<ObjectNode, Caller, FhirResponse> event,
            ObjectNode message) {
        long begin = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        FhirResponse answer = event.apply(message, Caller.OPEN);
        if (answer.status() != 200) {
            throw new IllegalStateException("answered " + answer.status());
        }
        times.add(new Sample(System.nanoTime() - begin, THREADS.getCurrentThreadCpuTime() - cpu));
    }

    /** Releases to a pharmacy for which ever more prescriptions wait: what they cost must not grow with that. */
    private static void bulk(PrescriptionsUnderTest eps, int most) throws InterruptedException {
        System.out.printf("%-10s %-12s %-12s %-11s%n", "waiting", "release p50", "release max", "statements");
        int waiting = 0;
        for (int wanted = Math.min(1_000, most); waiting < most; wanted = Math.min(wanted * 10, most)) {
            order(eps, wanted - waiting);
            waiting = wanted;
            long[] nanos = new long[RELEASES];
            long statements = eps.repository.statementCount();
            for (int round = 0; round < RELEASES; round++) {
                long begin = System.nanoTime();
                FhirResponse answer = eps.service.release(MadeUpPrescription.release(PHARMACY), Caller.OPEN);
                nanos[round] = System.nanoTime() - begin;
                if (answer.status() != 200) {
                    throw new IllegalStateException("answered " + answer.status());
                }
            }
            waiting -= RELEASES * AT_ONCE;
            Arrays.sort(nanos);
            System.out.printf(
                    "%-10d %-12s %-12s %-11d%n",
                    wanted,
                    "%.1f ms".formatted(nanos[RELEASES / 2] / 1e6),
                    "%.1f ms".formatted(nanos[RELEASES - 1] / 1e6),
                    (eps.repository.statementCount() - statements) / RELEASES);
            if (wanted == most) {
                return;
            }
        }
    }

    private static void order(PrescriptionsUnderTest eps, int count) throws InterruptedException {
        ExecutorService fillers = Executors.newFixedThreadPool(FILLERS);
        for (int first = 0; first < count; first += BATCH) {
            int some = Math.min(BATCH, count - first);
            fillers.execute(() -> eps.repository.inTransaction(() -> {
                for (int i = 0; i < some; i++) {
                    MadeUpPrescription rx =
                            MadeUpPrescription.acute(1, eps.clock.today()).nominatedTo(PHARMACY);
                    eps.service.order(rx.order(uuid()), Caller.OPEN);
                }
                return eps;
            }));
        }
        fillers.shutdown();
        fillers.awaitTermination(1, TimeUnit.HOURS);
    }
}
