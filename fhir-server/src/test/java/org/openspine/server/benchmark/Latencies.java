package org.openspine.server.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** How long each call of a measurement took, and how many there were in a second. */
public record Latencies(long[] sortedNanos, double seconds) {
    /** Calls from {@code clients} threads, one after the other in each, for so many seconds. */
    public static Latencies measure(int clients, int seconds, IntFunction<Callable<?>> clientOfNumber)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            long end = start + seconds * 1_000_000_000L;
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Callable<?> client = clientOfNumber.apply(i);
                running.add(threads.submit(() -> repeat(client, end)));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> part : running) {
                all.addAll(part.get());
            }
            long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Latencies(sorted, (System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Long> repeat(Callable<?> client, long end) throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
            client.call();
            nanos.add(System.nanoTime() - before);
        }
        return nanos;
    }

    public double perSecond() {
        return sortedNanos.length / seconds;
    }

    double millis(double percentile) {
        int index = (int) Math.ceil(sortedNanos.length * percentile / 100) - 1;
        return sortedNanos[Math.max(0, index)] / 1e6;
    }

    @Override
    public String toString() {
        return "%,10.0f/s   p50 %7.2f ms   p99 %7.2f ms".formatted(perSecond(), millis(50), millis(99));
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
