package org.openspine.server.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;

/** The database falls silent or is cut off: requests are put off within the time of an answer, and all is well again with it. */
class DatabaseOutageIT {
    private static EmbeddedPostgres database;
    private static Wire wire;
    private static OpenSpine server;

    /** What lies between the server and its database. */
    private static final class Wire implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final int target;
        private final List<Socket> open = new CopyOnWriteArrayList<>();
        private final Object gate = new Object();
        private boolean silent;
        private volatile boolean cut;

        Wire(int target) throws IOException {
            this.target = target;
            start(this::accept);
        }

        private static void start(Runnable work) {
            Thread thread = new Thread(work, "wire");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!door.isClosed()) {
                try {
                    Socket near = door.accept();
                    if (cut) {
                        near.close();
                        continue;
                    }
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(near);
                    open.add(far);
                    start(() -> carry(near, far));
                    start(() -> carry(far, near));
                } catch (IOException e) {
                    return; // closed with the test
                }
            }
        }

        private void carry(Socket from, Socket to) {
            byte[] buffer = new byte[8_192];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    pass();
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException | InterruptedException e) {
                return; // one side is gone, and with it the other
            }
        }

        private void pass() throws InterruptedException {
            synchronized (gate) {
                while (silent) {
                    gate.wait();
                }
            }
        }

        /** Takes everything and passes nothing on. */
        void silence(boolean on) {
            synchronized (gate) {
                silent = on;
                gate.notifyAll();
            }
        }

        void cut() throws IOException {
            cut = true;
            for (Socket socket : open) {
                socket.close();
            }
            open.clear();
        }

        void mend() {
            cut = false;
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
        wire = new Wire(database.getPort());
        server = TestServers.start(
                StoreConfig.postgresql(
                        "jdbc:postgresql://127.0.0.1:" + wire.door.getLocalPort() + "/postgres", "postgres", ""),
                ServerConfig.Samples.NONE);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        wire.close();
        database.close();
    }

    private static RequestSpecification request() {
        return given().config(ServedBase.PLAIN)
                .header("X-Request-ID", UUID.randomUUID().toString());
    }

    private static Response create() {
        return request()
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}")
                .post(server.address() + "/FHIR/R4/Basic");
    }

    private static void assertPutOff(Response response, Duration took) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isNotBlank();
        assertThat(response.path("resourceType").toString()).isEqualTo("OperationOutcome");
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        assertThat(request().get(server.address() + "/health/live").statusCode())
                .isEqualTo(200);
    }

    private static void assertWell() {
        Response created = create();
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        assertThat(request().get(created.header("Location")).statusCode()).isEqualTo(200);
    }

    @Test
    void aSilentDatabaseIsNotWaitedForLongerThanAnAnswerMayTake() {
        assertWell();
        wire.silence(true);
        long begun = System.nanoTime();
        Response response = create();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        wire.silence(false);
        assertPutOff(response, took);
        assertWell();
    }

    @Test
    void aDatabaseThatIsCutOffIsFoundAgain() throws IOException {
        assertWell();
        wire.cut();
        long begun = System.nanoTime();
        Response write = create();
        Response national = request().get(server.address() + "/personal-demographics/FHIR/R4/Patient/9000000009");
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        wire.mend();
        assertPutOff(write, took);
        assertPutOff(national, took);
        assertWell();
    }
}
