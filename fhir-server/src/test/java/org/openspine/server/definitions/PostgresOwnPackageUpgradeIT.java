package org.openspine.server.definitions;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openspine.repository.hibernate.StoreConfig;

class PostgresOwnPackageUpgradeIT implements OwnPackageUpgradeContract {
    private static EmbeddedPostgres database;
    private static int stores;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Override
    public StoreConfig emptyStore() {
        String name = "store" + ++stores;
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return StoreConfig.postgresql(
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/" + name, "postgres", "");
    }
}
