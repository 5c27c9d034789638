package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.openspine.repository.ResourceKey;

/** What is answered to a change that meets another one (4.3), and to one that waits too long for the database (8). */
interface ErsWaitContract extends ErsReviewContract {
    /** The answer of {@code work}, done while somebody else holds the referral in the database; what it is given lets go of it. */
    private Response whileHeld(JsonNode referral, Function<Runnable, Response> work) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread holder = new Thread(() -> server().repository().inTransaction(() -> {
            server().repository().lock(new ResourceKey("ServiceRequest", id(referral)));
            held.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return referral;
        }));
        holder.start();
        held.await();
        try {
            return work.apply(ended::countDown);
        } finally {
            ended.countDown();
            holder.join();
        }
    }

    private Response cancel(JsonNode referral) {
        return operation(referrer(), referral, "cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED"));
    }

    @Test
    default void theSecondOfTwoWritersIsToldThatTheRecordIsLocked() throws InterruptedException {
        JsonNode referral = refer(patient(), bookable());
        ExecutorService writers = Executors.newFixedThreadPool(2);
        Response refused = whileHeld(referral, end -> {
            var one = CompletableFuture.supplyAsync(() -> cancel(referral), writers);
            var other = CompletableFuture.supplyAsync(() -> cancel(referral), writers);
            Response first = (Response)
                    CompletableFuture.anyOf(one, other).join(); // the other one waits for whoever holds the record
            end.run();
            assertThat(List.of(one.join().statusCode(), other.join().statusCode()))
                    .containsExactlyInAnyOrder(200, 423);
            return first;
        });
        writers.shutdown();
        assertRequestError(refused, 423, "lock-error", "REC_LOCKED");
        assertThat(ServedErs.version(reread(referral))).isEqualTo("2");
    }

    @Test
    default void whoWaitsTooLongIsToldWhenToTryAgain() throws InterruptedException {
        JsonNode referral = refer(patient(), bookable());
        Response refused = whileHeld(referral, end -> cancel(referral));
        assertRequestError(refused, 503, "transient", "REC_UNAVAILABLE");
        assertThat(refused.header("Retry-After")).matches("[0-9]+");
        ok(cancel(referral));
    }
}
