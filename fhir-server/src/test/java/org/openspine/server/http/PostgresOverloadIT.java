package org.openspine.server.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;

class PostgresOverloadIT implements OverloadContract {
    private static EmbeddedPostgres database;
    private static OpenSpine server;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
        String url = "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres";
        server = TestServers.start(StoreConfig.postgresql(url, "postgres", ""), ServerConfig.Samples.NONE);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        database.close();
    }

    @Override
    public OpenSpine server() {
        return server;
    }

    /** Whatever keeps the database from answering a search, here a lock on its table, ends it after five seconds. */
    @Test
    void aSearchThatTakesTooLongIsPutOff() throws SQLException {
        Response search;
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE resource IN ACCESS EXCLUSIVE MODE");
            search = given().config(ServedBase.PLAIN).get(server.address() + "/FHIR/R4/Patient");
            connection.rollback();
        }
        assertThat(search.statusCode()).as(search.asString()).isEqualTo(503);
        assertThat(search.header("Retry-After")).isNotBlank();
        assertThat(search.path("resourceType").toString()).isEqualTo("OperationOutcome");
        assertThat(given().config(ServedBase.PLAIN)
                        .get(server.address() + "/FHIR/R4/Patient")
                        .statusCode())
                .isEqualTo(200);
    }
}
