package org.openspine.repository;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.repository.hibernate.StoreConfig;

/** One real PostgreSQL for all tests of the process; it ends with the process. */
public final class PostgresServer {
    /** Sorts as people do, which is not how the store compares: a database may be created with any collation. */
    private static final String CREATE = "CREATE DATABASE %s TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-GB'";

    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig(
                            "fsync", "off") // the machine does not lose power; the store's own setting is untouched
                    .setServerConfig("deadlock_timeout", "50ms")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new empty database. */
    public static StoreConfig newDatabase() {
        String name = "store_" + DATABASES.incrementAndGet();
        execute(CREATE.formatted(name));
        return StoreConfig.postgresql(SERVER.getJdbcUrl("postgres", name).replaceFirst("\\?.*", ""), "postgres", "");
    }

    static void execute(String sql) {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
