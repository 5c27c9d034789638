package org.openspine.server.http;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Requests that start at the same moment. */
public final class Racing {
    private Racing() {}

    /** The answers, in the order of the racers' numbers. */
    public static List<Response> responses(int racers, IntFunction<Response> request) {
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Response>> running = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                int racer = i;
                running.add(threads.submit(() -> {
                    start.await();
                    return request.apply(racer);
                }));
            }
            start.countDown();
            List<Response> responses = new ArrayList<>();
            for (Future<Response> one : running) {
                responses.add(one.get());
            }
            return responses;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdown();
        }
    }

    public static List<Integer> statuses(int racers, IntFunction<Response> request) {
        return responses(racers, request).stream().map(Response::statusCode).toList();
    }
}
