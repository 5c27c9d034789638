package org.openspine.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openspine.error.ErrorCode;
import org.openspine.error.SpineException;

/** Runs the same work on many threads that start together. */
final class Threads {
    private Threads() {}

    /** What one thread came back with: a value or the error it was refused with. */
    sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        record Refused<T>(ErrorCode error) implements Outcome<T> {}
    }

    /** The outcome of each thread; anything but a {@link SpineException} is rethrown. */
    static <T> List<Outcome<T>> race(int threads, IntFunction<T> work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Future<Outcome<T>>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(pool.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return outcome(number, work);
                }));
            }
            List<Outcome<T>> outcomes = new ArrayList<>();
            for (Future<Outcome<T>> future : running) {
                outcomes.add(future.get());
            }
            return outcomes;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        } finally {
            pool.shutdown();
        }
    }

    private static <T> Outcome<T> outcome(int number, IntFunction<T> work) {
        try {
            return new Outcome.Done<>(work.apply(number));
        } catch (SpineException e) {
            return new Outcome.Refused<>(e.code());
        }
    }

    static <T> List<T> done(List<Outcome<T>> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Done.class::isInstance)
                .map(outcome -> ((Outcome.Done<T>) outcome).value())
                .toList();
    }

    static <T> List<ErrorCode> refused(List<Outcome<T>> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(outcome -> ((Outcome.Refused<T>) outcome).error())
                .toList();
    }
}
