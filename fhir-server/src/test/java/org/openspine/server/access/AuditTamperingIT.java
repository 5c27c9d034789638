package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.audit.AuditVerification;
import org.openspine.repository.AuditStore;
import org.openspine.repository.hibernate.StoreConfig;

/** Whoever changes the audit log behind the server's back is found out: SECURITY sections 9 and 13. */
class AuditTamperingIT {
    private static EmbeddedPostgres database;
    private static SecuredServer reader;
    private static AuditStore log;
    private static KeyFile keys;
    private static long stream;

    /** A log of some entries, ended and anchored by the stop of its node. */
    @BeforeAll
    static void writeALog(@TempDir Path folder) throws IOException {
        database = EmbeddedPostgres.start();
        StoreConfig store = StoreConfig.postgresql(
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres", "postgres", "");
        SecuredServer first = new SecuredServer(folder, store);
        for (int i = 0; i < 6; i++) {
            given().get(first.address() + "/FHIR/R4/Patient/" + i);
        }
        first.close();
        reader = new SecuredServer(folder, store);
        log = reader.program().repository().audit();
        keys = reader.keys();
        stream = log.heads().stream().filter(head -> head.sequence() >= 6).findFirst().orElseThrow().stream();
    }

    @AfterAll
    static void stop() throws IOException {
        reader.close();
        database.close();
    }

    private static List<String> problems() {
        return new AuditVerification(log, signed -> Security.verified(keys, signed))
                .verify()
                .problems();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(stream));
        }
    }

    @Test
    void anUntouchedLogHolds() {
        assertThat(problems()).isEmpty();
    }

    /** What is done to the log, and what is said of it; then it is put right again. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            changed        | UPDATE audit SET entry = REPLACE(entry, '401', '200') WHERE stream = %1$d AND sequence = 3 | entry 3: changed after it was written
            moved in time  | UPDATE audit SET at = at + 1000 WHERE stream = %1$d AND sequence = 3 | entry 3: changed after it was written
            deleted        | DELETE FROM audit WHERE stream = %1$d AND sequence = 3 | entry 3: missing
            swapped        | UPDATE audit a SET entry = b.entry, hash = b.hash FROM audit b WHERE a.stream = %1$d AND b.stream = %1$d AND a.sequence IN (3, 4) AND b.sequence = 7 - a.sequence | entry 3: changed after it was written
            tail cut       | DELETE FROM audit WHERE stream = %1$d AND sequence > 2 | is missing, but an anchor names it
            stream gone    | DELETE FROM audit WHERE stream = %1$d | is missing, but an anchor names it
            anchor changed | UPDATE audit_anchor SET signed = REPLACE(signed, '.', '.x') | has no good signature
            """)
    void tamperingIsFound(String name, String sql, String told) throws SQLException {
        execute("DROP TABLE IF EXISTS entry_copy, anchor_copy");
        execute("CREATE TABLE entry_copy AS SELECT * FROM audit");
        execute("CREATE TABLE anchor_copy AS SELECT * FROM audit_anchor");
        execute(sql);
        List<String> problems = problems();
        execute("TRUNCATE audit CASCADE");
        execute("INSERT INTO audit SELECT * FROM entry_copy");
        execute("TRUNCATE audit_anchor CASCADE");
        execute("INSERT INTO audit_anchor SELECT * FROM anchor_copy");
        assertThat(problems).anyMatch(problem -> problem.contains(told));
        assertThat(problems()).as("put right").isEmpty();
    }
}
