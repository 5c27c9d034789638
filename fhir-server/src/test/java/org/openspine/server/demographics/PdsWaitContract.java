package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import io.restassured.response.Response;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;

/** How long a client waits for others who change the same record ({@code X-Sync-Wait}), and what it is told then. */
interface PdsWaitContract extends ServedPds {
    ResourceRepository repository();

    @Test
    default void whoDoesNotWaitLongEnoughIsAskedToTryAgain() throws InterruptedException {
        String number = storePatient("\"gender\": \"female\"");
        String request = UUID.randomUUID().toString();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Thread other = new Thread(() -> repository().inTransaction(() -> {
            repository().lock(new ResourceKey("Patient", number));
            held.countDown();
            await(answered);
            return number;
        }));
        other.start();
        held.await();
        Response refused = patch(number, request);
        answered.countDown();
        other.join();
        assertError(
                refused,
                503,
                "timeout",
                "SERVICE_UNAVAILABLE",
                "Service unavailable",
                "Other writes to the same records were in the way; try again");
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(refused.header("X-Request-ID")).isEqualTo(request);
        assertThat(ok(pds().get("/Patient/" + number)).at("/meta/versionId").asText())
                .isEqualTo("1");

        assertThat(ok(patch(number, request)).at("/meta/versionId").asText()).isEqualTo("2");
        assertThat(ok(patch(number, request)).at("/meta/versionId").asText())
                .as("sent once more")
                .isEqualTo("2");
    }

    @Test
    default void aWaitOutsideItsBoundsIsTheUsualOne() {
        String number = storePatient("\"gender\": \"female\"");
        for (String wait : new String[] {"0", "0.1", "30", "soon", "-1", "1e3"}) {
            assertThat(pds().header("X-Sync-Wait", wait)
                            .get("/Patient/" + number)
                            .statusCode())
                    .as(wait)
                    .isEqualTo(200);
        }
    }

    private Response patch(String number, String request) {
        return pdsWithoutHeaders()
                .header("X-Request-ID", request)
                .header("X-Sync-Wait", "0.25")
                .header("If-Match", "W/\"1\"")
                .header("Content-Type", "application/json-patch+json")
                .body("{\"patches\": [{\"op\": \"replace\", \"path\": \"/gender\", \"value\": \"male\"}]}")
                .patch("/Patient/" + number);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
