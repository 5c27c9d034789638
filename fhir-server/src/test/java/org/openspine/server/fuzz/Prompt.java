package org.openspine.server.fuzz;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Finds inputs that take too long. A busy machine may delay one once, so it counts when it is slow every time. */
final class Prompt {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int TRIES = 3;

    private Prompt() {}

    static <T> T answer(Callable<T> work) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            T answer = work.call();
            if (System.nanoTime() - start < LIMIT.toNanos()) {
                return answer;
            }
        }
        throw new AssertionError("took more than %s, %d times".formatted(LIMIT, TRIES));
    }
}
