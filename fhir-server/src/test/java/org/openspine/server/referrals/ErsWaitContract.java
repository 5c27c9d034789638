package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openspine.repository.ResourceKey;

/** What is answered to a change that meets another one (4.3), and to one that waits too long for the database (8). */
interface ErsWaitContract extends ErsReviewContract {
    /** Runs {@code work} while somebody else holds the referral in the database; {@code end} lets go of it. */
    private Response whileHeld(JsonNode referral, java.util.function.Function<Runnable, Response> work) {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<Void> holder =
                CompletableFuture.runAsync(() -> server().repository().inTransaction(() -> {
                    server().repository().lock(new ResourceKey("ServiceRequest", id(referral)));
                    held.countDown();
                    await(ended);
                    return referral;
                }));
        await(held);
        try {
            return work.apply(ended::countDown);
        } finally {
            ended.countDown();
            holder.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void theSecondOfTwoWritersIsToldThatTheRecordIsLocked() {
        JsonNode referral = refer(patient(), bookable());
        Supplier<Response> change =
                () -> operation(referrer(), referral, "cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED"));
        Response refused = whileHeld(referral, end -> {
            CompletableFuture<Response> one = CompletableFuture.supplyAsync(change);
            CompletableFuture<Response> other = CompletableFuture.supplyAsync(change);
            Response first =
                    (Response) CompletableFuture.anyOf(one, other).join(); // the other one waits for the holder
            end.run();
            assertThat(one.join().statusCode() + other.join().statusCode()).isEqualTo(200 + 423);
            return first;
        });
        assertRequestError(refused, 423, "lock-error", "REC_LOCKED");
        assertThat(ServedErs.version(reread(referral))).isEqualTo("2");
    }

    @Test
    default void whoWaitsTooLongIsToldWhenToTryAgain() {
        JsonNode referral = refer(patient(), bookable());
        Supplier<Response> change =
                () -> operation(referrer(), referral, "cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED"));
        Response refused = whileHeld(referral, end -> change.get());
        assertRequestError(refused, 503, "transient", "REC_UNAVAILABLE");
        assertThat(refused.header("Retry-After")).matches("[0-9]+");
        ok(change.get());
    }
}
