package org.openspine.prescriptions;

import static org.openspine.prescriptions.MadeUpPrescription.uuid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
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
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<String> EVENTS = List.of("order", "release", "notification", "claim");

    private PrescriptionBenchmark() {}

    /** Arguments: {@code h2} or {@code postgresql}; seconds, 10 if left out; prescriptions that wait, 2,000 if left out. */
    public static void main(String[] arguments) throws Exception {
        String database = arguments.length > 0 ? arguments[0] : "h2";
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        int waiting = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2_000;
        StoreConfig config = database.equals("h2")
                ? StoreConfig.h2(Files.createTempDirectory("prescriptions"))
                : PostgresServer.newDatabase();
        try (var eps = new PrescriptionsUnderTest(config)) {
            mix(eps, seconds); // warm
            mix(eps, seconds).print(database, seconds);
            bulk(eps, waiting);
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

    private static void bulk(PrescriptionsUnderTest eps, int waiting) {
        for (int first = 0; first < waiting; first += 100) {
            eps.repository.inTransaction(() -> {
                for (int i = 0; i < 100; i++) {
                    MadeUpPrescription rx =
                            MadeUpPrescription.acute(1, eps.clock.today()).nominatedTo("FB999");
                    eps.service.order(rx.order(uuid()), Caller.OPEN);
                }
                return eps;
            });
        }
        for (int round = 0; round < 5; round++) {
            long begin = System.nanoTime();
            long statements = eps.repository.statementCount();
            eps.service.release(MadeUpPrescription.release("FB999"), Caller.OPEN);
            System.out.printf(
                    "bulk release of 25 of %d: %.1f ms, %d statements%n",
                    waiting, (System.nanoTime() - begin) / 1e6, eps.repository.statementCount() - statements);
        }
    }
}
