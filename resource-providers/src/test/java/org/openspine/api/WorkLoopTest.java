package org.openspine.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkLoopTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void piecesFollowEachOtherUntilThereAreNone() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(5);
        CountDownLatch resting = new CountDownLatch(1);
        try (WorkLoop loop = WorkLoop.start("test", LONG, "It failed", () -> {
            if (left.get() == 0) {
                resting.countDown();
                return WorkLoop.Next.AFTER_A_REST;
            }
            left.decrementAndGet();
            return WorkLoop.Next.AT_ONCE;
        })) {
            assertThat(resting.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(left).hasValue(0);
    }

    @Test
    void theBellEndsARestAlsoAfterAFailure() throws InterruptedException {
        Semaphore bell = new Semaphore(0);
        Semaphore done = new Semaphore(0);
        try (WorkLoop loop = WorkLoop.start("test", LONG, bell, "It failed", () -> {
            done.release();
            throw new IllegalStateException("as a store that is away");
        })) {
            for (int i = 0; i < 3; i++) {
                assertThat(done.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                bell.release();
            }
        }
    }

    @Test
    void whatIsFinishedDoesNotComeAgain() {
        AtomicInteger pieces = new AtomicInteger();
        Semaphore bell = new Semaphore(100);
        try (WorkLoop loop = WorkLoop.start("test", Duration.ZERO, bell, "It failed", () -> {
            pieces.incrementAndGet();
            return WorkLoop.Next.NEVER;
        })) {
            assertThat(loop).isNotNull();
        }
        assertThat(pieces.get()).isLessThanOrEqualTo(1);
    }
}
