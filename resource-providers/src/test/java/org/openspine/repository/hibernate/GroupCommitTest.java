package org.openspine.repository.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupCommitTest {
    private GroupCommit commits;

    private JdbcDataSource file;

    @BeforeEach
    void open(@TempDir Path folder) {
        file = new JdbcDataSource();
        file.setURL("jdbc:h2:file:" + folder.resolve("store"));
        commits = new GroupCommit(file, Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        commits.close();
    }

    @Test
    void nothingIsWrittenWhileATransactionIsInFlight() throws Exception {
        commits.enter();
        CompletableFuture<Void> other = CompletableFuture.runAsync(this::write);
        assertThatThrownBy(() -> other.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        commits.leave();
        other.join();
    }

    @Test
    void aTransactionThatTakesLongHoldsUpNobody() {
        commits.close();
        commits = new GroupCommit(file, Duration.ofMillis(10));
        commits.enter();
        assertThat(CompletableFuture.runAsync(this::write)).succeedsWithin(10, TimeUnit.SECONDS);
        commits.leave();
    }

    @Test
    void aTransactionInsideAnotherLeavesTheWaitToIt() {
        commits.enter();
        write();
        commits.leave();
        commits.awaitDurable();
        assertThat(CompletableFuture.runAsync(this::write)).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void transactionsInFlightTogetherDoNotHoldUpEachOther() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Runnable meeting = () -> {
            commits.enter();
            both.countDown();
            await(both);
            commits.leave();
            commits.awaitDurable();
        };
        CompletableFuture.allOf(CompletableFuture.runAsync(meeting), CompletableFuture.runAsync(meeting))
                .join();
    }

    private void write() {
        commits.enter();
        commits.leave();
        commits.awaitDurable();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
