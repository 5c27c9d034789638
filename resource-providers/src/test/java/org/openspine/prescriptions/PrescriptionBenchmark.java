package org.openspine.prescriptions;

import static org.openspine.prescriptions.MadeUpPrescription.uuid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
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

    /** What was measured: for each event in turn the times in nanoseconds, and the processor time of all. */
    private record Measured(List<ConcurrentLinkedQueue<Long>> times, long cpuNanos) {
        void print(String database, int seconds) {
            long all = times.stream().mapToLong(ConcurrentLinkedQueue::size).sum();
            System.out.printf(
                    "%s: %d events/s at %d clients, %.2f ms CPU an event (database in process: its share too)%n",
                    database, all / seconds, CLIENTS, cpuNanos / 1e6 / Math.max(1, all));
            for (int i = 0; i < EVENTS.size(); i++) {
                long[] sorted =
                        times.get(i).stream().mapToLong(Long::longValue).sorted().toArray();
                if (sorted.length > 0) {
                    System.out.printf(
                            "%-14s p50 %.1f ms, p99 %.1f ms%n",
                            EVENTS.get(i),
                            sorted[sorted.length / 2] / 1e6,
                            sorted[sorted.length * 99 / 100] / 1e6);
                }
            }
        }
    }

    private static Measured mix(PrescriptionsUnderTest eps, int seconds) throws InterruptedException {
        List<ConcurrentLinkedQueue<Long>> times = EVENTS.stream()
                .map(event -> new ConcurrentLinkedQueue<Long>())
                .toList();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
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
        return new Measured(times, system.getProcessCpuTime() - cpu);
    }

    private static void life(PrescriptionsUnderTest eps, String ods, List<ConcurrentLinkedQueue<Long>> times) {
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
            ConcurrentLinkedQueue<Long> times,
            BiFunction<ObjectNode, Caller, FhirResponse> event,
            ObjectNode message) {
        long begin = System.nanoTime();
        FhirResponse answer = event.apply(message, Caller.OPEN);
        if (answer.status() != 200) {
            throw new IllegalStateException("answered " + answer.status());
        }
        times.add(System.nanoTime() - begin);
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
                    waiting,
                    (System.nanoTime() - begin) / 1e6,
                    eps.repository.statementCount() - statements);
        }
    }
}
