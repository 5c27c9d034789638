package org.openspine.server.http;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.repository.hibernate.StoreConfig;

/** One real PostgreSQL for all tests of the process that do not stop theirs; it ends with the process. */
public final class TestDatabases {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestDatabases() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new empty database. */
    public static StoreConfig postgresql() {
        String name = "store_" + DATABASES.incrementAndGet();
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return StoreConfig.postgresql("jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/" + name, "postgres", "");
    }
}
