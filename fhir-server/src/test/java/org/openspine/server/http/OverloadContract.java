package org.openspine.server.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.openspine.repository.ResourceKey;
import org.openspine.server.OpenSpine;

/** More than the server can do at once is put off with 503 and Retry-After, in the words of each API, and passes: SECURITY section 10. */
interface OverloadContract {
    int POOL = 16;
    String NUMBER = "9000000009";

    OpenSpine server();

    private RequestSpecification request() {
        return given().config(ServedBase.PLAIN)
                .header("X-Request-ID", UUID.randomUUID().toString())
                .urlEncodingEnabled(false);
    }

    private String url(String path) {
        return server().address() + path;
    }

    private Response put() {
        return request()
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Patient","id":"%s",
                         "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}]}""".formatted(NUMBER, NUMBER))
                .put(url("/FHIR/R4/Patient/" + NUMBER));
    }

    private void assertBusy(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isNotBlank();
        assertThat(response.path("resourceType").toString()).isEqualTo("OperationOutcome");
    }

    /** In the words of the API: demographics contract, SERVICE_UNAVAILABLE. */
    private void assertBusyNationally(Response response) {
        assertBusy(response);
        assertThat(response.path("issue[0].details.coding[0].code").toString()).isEqualTo("SERVICE_UNAVAILABLE");
    }

    private void assertHealthy() {
        assertThat(put().statusCode()).isBetween(200, 201);
        assertThat(request().get(url("/FHIR/R4/Patient/" + NUMBER)).statusCode())
                .isEqualTo(200);
        assertThat(request()
                        .get(url("/personal-demographics/FHIR/R4/Patient/" + NUMBER))
                        .statusCode())
                .isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Holds {@code count} connections of the database until {@code end}; the first of them also holds the record. */
    private List<Thread> holding(int count, CountDownLatch end) {
        CountDownLatch held = new CountDownLatch(count);
        List<Thread> holders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean locks = i == 0;
            Thread holder = new Thread(() -> server().repository().inTransaction(() -> {
                if (locks) {
                    server().repository().lock(new ResourceKey("Patient", NUMBER));
                } else {
                    server().repository().read(new ResourceKey("Patient", NUMBER));
                }
                held.countDown();
                await(end);
                return locks;
            }));
            holder.start();
            holders.add(holder);
        }
        await(held);
        return holders;
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void whoWaitsForALockTooLongIsPutOff() {
        put();
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> holder = holding(1, end);
        Response waited = put();
        Response bundle = request()
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Bundle","type":"transaction","entry":[{
                          "request":{"method":"DELETE","url":"Patient/%s"}}]}""".formatted(NUMBER))
                .post(url("/FHIR/R4"));
        end.countDown();
        join(holder);
        assertBusy(waited);
        assertBusy(bundle);
        assertHealthy();
    }

    @Test
    default void whenAllConnectionsOfTheDatabaseAreTakenRequestsArePutOff() {
        put();
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> holders = holding(POOL, end);
        Response read = request().get(url("/FHIR/R4/Patient/" + NUMBER));
        Response national = request().get(url("/personal-demographics/FHIR/R4/Patient/" + NUMBER));
        Response health = request().get(url("/health/live"));
        end.countDown();
        join(holders);
        assertBusy(read);
        assertBusyNationally(national);
        assertThat(health.statusCode()).isEqualTo(200);
        assertHealthy();
    }

    /** Asked until the server has taken in all that was sent to it before. */
    private Response busyAnswer(String path) {
        Response response = request().get(url(path));
        for (int i = 0; i < 500 && response.statusCode() != 503; i++) {
            response = request().get(url(path));
        }
        return response;
    }

    /** Clients that begin to send and then say nothing hold whatever waits for them; health is asked past them. */
    @Test
    default void healthAnswersWhileEverythingElseIsTaken() throws IOException {
        put();
        URI address = URI.create(server().address());
        String begun = "POST /FHIR/R4/Patient HTTP/1.1\r\nHost: x\r\nContent-Type: application/fhir+json\r\n"
                + "Content-Length: 100000\r\n\r\n{" + " ".repeat(20_000); // at 1 KiB/s good for twenty seconds
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 210; i++) {
                Socket socket = new Socket(address.getHost(), address.getPort());
                silent.add(socket);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
            assertBusy(busyAnswer("/FHIR/R4/Patient/" + NUMBER));
            assertBusyNationally(busyAnswer("/personal-demographics/FHIR/R4/Patient/" + NUMBER));
            for (String path : List.of("/health/live", "/health/ready")) {
                assertThat(request().get(url(path)).statusCode()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        assertHealthy();
    }
}
