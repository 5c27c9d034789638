package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.childprotection.ServedProtection;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.http.TestServers;

/** What clients of care records and child protection are told when the fault is the server's, and that nothing is half done. */
class CareOutageIT implements ServedScr {
    private static PostgresProcess database;
    private static OpenSpine server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, InterruptedException {
        database = PostgresProcess.create(folder.resolve("postgresql"));
        server = TestServers.start(
                StoreConfig.postgresql(database.url(), database.user(), ""), ServerConfig.Samples.NONE);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
        database.close();
    }

    @Override
    public OpenSpine server() {
        return server;
    }

    /** Section 8 of the summary's contract, 504; section 6.4: the same request is sent again, and is no duplicate. */
    @Test
    void uploadThatWaitsForTooLongTimesOutAndIsSentAgain() throws SQLException {
        String number = patient("");
        ObjectNode summary = Summary.of(number, Summary.newId());
        String id = "c1ab3fba-6bae-4ba4-b257-5a87c44d4a91";
        try (Connection other = connection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT slot FROM guard FOR UPDATE");
            Response late = scrSending(summary).header("X-Request-ID", id).post("/Bundle");
            assertThat(late.statusCode()).as(late.asString()).isEqualTo(504);
            assertThat(late.path("issue[0].code").toString()).isEqualTo("transient");
            assertThat(late.path("issue[0].severity").toString()).isEqualTo("error");
            assertThat(late.path("issue[0].details.text").toString()).startsWith("Request processing timed out.");
            assertThat(late.header("X-Request-ID")).isEqualTo(id);
            assertThat(late.header("Retry-After")).isEqualTo("60");
            other.rollback();
        }
        assertThat(ServedScr.ok(find(number)).path("total").asInt()).isZero();
        for (int time = 0; time < 2; time++) {
            assertThat(scrSending(summary)
                            .header("X-Request-ID", id)
                            .post("/Bundle")
                            .statusCode())
                    .isEqualTo(201);
        }
        assertThat(matches("DocumentReference?subject=Patient/" + number)).hasSize(1);
    }

    /** Section 3.5 of the contract of child protection: no look without its records. */
    @Test
    void lookThatCannotBeRecordedFails() throws SQLException {
        Protection protection = new Protection();
        String child = protection.patient();
        protection.storePlan(child);
        for (String table : List.of("agenda", "index_token")) {
            execute("ALTER TABLE %s RENAME TO misplaced".formatted(table));
            try {
                for (Response failed : List.of(
                        protection.cpis().get("/CareTeam?" + ServedProtection.BY_NUMBER + child),
                        protection.flags().get("/PatientFlag?code=CPIS&patient=" + child))) {
                    ServedProtection.assertError(failed, 500, "exception", "FAILURE_TO_PROCESS_MESSAGE", "");
                    assertThat(failed.asString()).doesNotContain("COUNCIL");
                }
            } finally {
                execute("ALTER TABLE misplaced RENAME TO %s".formatted(table));
            }
        }
        assertThat(protection.accesses(child)).isEmpty();
        assertThat(protection.notifications(child)).isEmpty();
        assertThat(protection.plans(child)).hasSize(1);
    }

    /** Section 8 of the summary's contract, 500: nothing but an id to ask about. */
    @Test
    void unforeseenFailureIsToldWithoutDetail() throws SQLException {
        String number = patient("");
        String scrId = uploaded(number);
        execute("ALTER TABLE business_key RENAME TO misplaced");
        try {
            for (Response failed : List.of(
                    find(number),
                    read(number, scrId),
                    upload(Summary.of(number, Summary.newId())),
                    setPermission(number, "Ask"))) {
                assertThat(failed.statusCode()).as(failed.asString()).isEqualTo(500);
                assertThat(failed.path("issue[0].code").toString()).isEqualTo("exception");
                assertThat(failed.path("issue[0].details.coding[0].code").toString())
                        .isEqualTo("UNKNOWN_ERROR");
                assertThat(failed.path("issue[0].diagnostics").toString()).contains(failed.header("X-Request-ID"));
                assertThat(failed.asString()).doesNotContain("business_key", number);
            }
        } finally {
            execute("ALTER TABLE misplaced RENAME TO business_key");
        }
        assertThat(ServedScr.ok(read(number, scrId)).path("total").asInt()).isPositive();
    }

    @Test
    void whileTheDatabaseIsGoneEveryServiceSaysSoAndComesBackWithIt() throws IOException, InterruptedException {
        Protection protection = new Protection();
        String number = protection.patient();
        protection.storePlan(number);
        String scrId = uploaded(number);
        database.kill();
        for (Response away : List.of(
                find(number),
                read(number, scrId),
                upload(Summary.of(number, Summary.newId())),
                setPermission(number, "No"),
                scrSending(ScrAlertContract.alert(number)).post("/AuditEvent"))) {
            ServedScr.assertError(away, 503, "transient", "Code: 503, Display: Service Not Available");
            assertThat(away.header("Retry-After")).isEqualTo("60");
        }
        for (Response away : List.of(
                protection.cpis().get("/CareTeam?" + ServedProtection.BY_NUMBER + number),
                protection.cpis().get("/AuditEvent?" + ServedProtection.BY_NUMBER + number),
                protection.flags().get("/PatientFlag?patient=" + number),
                protection.flags().delete("/PatientFlag?reason=Error&patient=" + number))) {
            ServedProtection.assertError(away, 503, "transient", "SERVICE_UNAVAILABLE", "");
            assertThat(away.header("Retry-After")).isEqualTo("5");
        }
        database.start();
        assertThat(ServedScr.ok(readAgain(number, scrId)).path("total").asInt()).isPositive();
        assertThat(protection.plans(number)).hasSize(1);
    }

    /** After an outage a client may be put off for some seconds more: the pool asks a database that was away ever less often. */
    private Response readAgain(String number, String scrId) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Response answer = read(number, scrId);
        while (answer.statusCode() == 503 && System.nanoTime() < end) {
            answer = read(number, scrId); // each waits up to two seconds for a connection
        }
        return answer;
    }

    /** The same server, as the tests of child protection reach it. */
    private static final class Protection implements ServedProtection {
        @Override
        public String address() {
            return server.address();
        }

        @Override
        public ResourceRepository repository() {
            return server.repository();
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), "");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
