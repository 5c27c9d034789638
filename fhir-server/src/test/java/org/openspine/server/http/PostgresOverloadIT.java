package org.openspine.server.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.OpenSpine;

class PostgresOverloadIT implements OverloadContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onPostgresql();

    @Override
    public OpenSpine server() {
        return SERVER.get();
    }

    /** Whatever keeps the database from answering a search, here a lock on its table, ends it after five seconds. */
    @Test
    void aSearchThatTakesTooLongIsPutOff() throws SQLException {
        Response search;
        String url = SERVER.store().remote().orElseThrow().url();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE resource IN ACCESS EXCLUSIVE MODE");
            search = given().config(ServedBase.PLAIN).get(SERVER.address() + "/FHIR/R4/Patient");
            connection.rollback();
        }
        assertThat(search.statusCode()).as(search.asString()).isEqualTo(503);
        assertThat(search.header("Retry-After")).isNotBlank();
        assertThat(search.path("resourceType").toString()).isEqualTo("OperationOutcome");
        assertThat(given().config(ServedBase.PLAIN)
                        .get(SERVER.address() + "/FHIR/R4/Patient")
                        .statusCode())
                .isEqualTo(200);
    }
}
