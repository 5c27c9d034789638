package org.openspine.repository.hibernate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.SortKey;

/** What differs between H2 and PostgreSQL. */
enum Database {
    H2(
            Map.of(
                    "collation", "",
                    "bytes", "VARBINARY(20000000)",
                    "transaction", "0",
                    "slots", "SYSTEM_RANGE(0, 1023)",
                    "h2", "",
                    "postgresql", "-- PostgreSQL only:"),
            "\uffff") {
        /** H2 reads an index in one direction only; these have a second one. */
        @Override
        boolean canWalkDown(SortKey key) {
            return key instanceof SortKey.LastUpdated
                    || (key instanceof SortKey.Indexed indexed && indexed.kind() == IndexKind.DATE);
        }

        @Override
        String byIndexOfResource(String table) {
            return " USE INDEX (" + table + "_resource)";
        }

        @Override
        String nextJoin() {
            return " LEFT JOIN ";
        }

        @Override
        void configure(HikariConfig pool, StoreConfig config) {
            pool.setJdbcUrl("jdbc:h2:file:" + config.dataDir().toAbsolutePath().resolve("openspine")
                    + ";NON_KEYWORDS=VALUE;LOCK_TIMEOUT=" + LOCK_TIMEOUT.toMillis() + ";QUERY_TIMEOUT="
                    + SEARCH_LIMIT.toMillis() + ";QUERY_CACHE_SIZE=256;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY="
                    + TIDYING.toMillis() + ";CACHE_SIZE="
                    + cacheKilobytes());
            pool.setUsername("sa");
            pool.setPassword("");
            pool.setExceptionOverrideClassName(EvictClosedFile.class.getName());
        }

        @Override
        String waitAtMost(Duration patience) {
            return "SET LOCK_TIMEOUT " + patience.toMillis();
        }

        @Override
        Optional<String> waitAsEver() {
            return Optional.of(waitAtMost(LOCK_TIMEOUT)); // what was set holds for the connection
        }

        @Override
        String nextOf(String sequence) {
            return "SELECT NEXT VALUE FOR " + sequence;
        }

        @Override
        int searchSeconds() {
            return 0; // every statement has the limit of a search: telling each costs a statement of its own here
        }

        @Override
        String unlimited() {
            return "SET QUERY_TIMEOUT 0";
        }

        @Override
        String explain(StoreConfig config, SQLException cause) {
            if (cause.getErrorCode() == DATABASE_ALREADY_OPEN) {
                return "The data folder %s is in use by another process; stop it or choose another with data.dir"
                        .formatted(config.dataDir().toAbsolutePath());
            }
            return "Cannot open the data folder %s: %s"
                    .formatted(config.dataDir().toAbsolutePath(), firstLine(cause));
        }
    },
    POSTGRESQL(
            Map.of(
                    "collation", " COLLATE \"C\"",
                    "bytes", "BYTEA",
                    "transaction", "(pg_current_xact_id()::text::bigint)",
                    "slots", "generate_series(0, 1023) AS x",
                    "h2", "-- H2 only:",
                    "postgresql", ""),
            "\udbff\udfff") {
        @Override
        boolean canWalkDown(SortKey key) {
            return true;
        }

        @Override
        boolean looksUpLists() {
            return true;
        }

        @Override
        String fence() {
            return " OFFSET 0";
        }

        @Override
        void configure(HikariConfig pool, StoreConfig config) {
            StoreConfig.Remote remote = config.remote().orElseThrow();
            pool.setJdbcUrl(remote.url());
            pool.setUsername(remote.user());
            pool.setPassword(remote.password());
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
            pool.addDataSourceProperty("socketTimeout", "15");
            pool.addDataSourceProperty(
                    "options",
                    "-c statement_timeout=%d -c lock_timeout=%d"
                            .formatted(STATEMENT_LIMIT.toMillis(), LOCK_TIMEOUT.toMillis()));
            pool.addDataSourceProperty("connectTimeout", "5");
            pool.addDataSourceProperty("ApplicationName", "openspine");
        }

        @Override
        String waitAtMost(Duration patience) {
            return "SET LOCAL lock_timeout = " + patience.toMillis();
        }

        @Override
        Optional<String> waitAsEver() {
            return Optional.empty(); // what was set ends with the transaction
        }

        @Override
        String nextOf(String sequence) {
            return "SELECT nextval('" + sequence + "')";
        }

        @Override
        int searchSeconds() {
            return (int) SEARCH_LIMIT.toSeconds();
        }

        @Override
        String unlimited() {
            return "SET statement_timeout = 0; SET lock_timeout = 0";
        }

        @Override
        String explain(StoreConfig config, SQLException cause) {
            return "Cannot use the database %s: %s. Check database.url, database.user and database.password"
                    .formatted(config.remote().orElseThrow().url(), firstLine(cause));
        }
    };

    /** How long a statement waits for a lock. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(3);

    /** After so long without a flush H2 makes one of its own, wherever transactions are; three times as often it tidies its file. */
    private static final Duration TIDYING = Duration.ofSeconds(10);

    private static final int DATABASE_ALREADY_OPEN = 90020;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(10);
    private static final Duration SEARCH_LIMIT = Duration.ofSeconds(5);

    private final Map<String, String> placeholders;
    private final String textEnd;

    Database(Map<String, String> placeholders, String textEnd) {
        this.placeholders = placeholders;
        this.textEnd = textEnd;
    }

    static Database of(StoreConfig config) {
        return config.remote().isPresent() ? POSTGRESQL : H2;
    }

    /** A text that, appended to a prefix, stands after everything that begins with the prefix. */
    String textEnd() {
        return textEnd;
    }

    abstract void configure(HikariConfig pool, StoreConfig config);

    /** Whether an index is searched for each value of an {@code IN}, whichever of its columns that is of; H2: only of the first. */
    boolean looksUpLists() {
        return false;
    }

    /**
     * What after the name of an index table makes the database find rows by their resource. Empty where it does so by itself; H2 takes
     * a list of values for one value, and reads the rows of all resources.
     */
    String byIndexOfResource(String table) {
        return "";
    }

    /**
     * Joins a table that is to be read after those before it; a row may come without one of it. H2 takes any parameter to have a
     * hundred rows in an index, and with a million patients it joined each of a chain's references with each; it keeps the order
     * of outer joins.
     */
    String nextJoin() {
        return " JOIN ";
    }

    /**
     * What at the end of a subquery keeps the planner from joining it. PostgreSQL does not know how values depend on their parameter: asked for
     * a family name and a day of birth it began with the name, of which a million patients have thousands.
     */
    String fence() {
        return "";
    }

    /** Whether some index can be read from the highest value of the key to the lowest. */
    abstract boolean canWalkDown(SortKey key);

    /** The statement after which those of the transaction wait for a lock no longer than this. */
    abstract String waitAtMost(Duration patience);

    /** The statement that takes this back when the transaction is over, if one is needed. */
    abstract Optional<String> waitAsEver();

    /** The statement that takes the next number of a sequence. */
    abstract String nextOf(String sequence);

    /** How long a search may take, where the connection does not say so anyway; 0 if it does. */
    abstract int searchSeconds();

    /** The statement that lets a migration take as long as it needs. */
    abstract String unlimited();

    abstract String explain(StoreConfig config, SQLException cause);

    /** Opens the pool. Throws {@link StoreUnavailableException} in one line if the database does not answer. */
    HikariDataSource open(StoreConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("openspine");
        pool.setMaximumPoolSize(config.poolSize());
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        configure(pool, config);
        try {
            Files.createDirectories(config.dataDir());
            return new HikariDataSource(pool);
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "Cannot create the data folder %s: %s"
                            .formatted(config.dataDir().toAbsolutePath(), e.getMessage()),
                    e);
        } catch (HikariPool.PoolInitializationException e) {
            if (sqlCause(e) instanceof SQLException sql) {
                throw new StoreUnavailableException(explain(config, sql), e);
            }
            throw e;
        }
    }

    /** Creates or migrates the tables. Throws {@link StoreUnavailableException} in one line if the database refuses. */
    void migrate(HikariDataSource pool, StoreConfig config) {
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .initSql(unlimited())
                    .placeholders(placeholders)
                    .locations("classpath:db/migration")
                    .outOfOrder(true) // each part of the program numbers its own migrations
                    .load()
                    .migrate();
            pool.getHikariPoolMXBean().softEvictConnections(); // those that have no limits
        } catch (FlywayException e) {
            throw new StoreUnavailableException(
                    sqlCause(e) instanceof SQLException sql
                            ? explain(config, sql)
                            : "Cannot migrate the store: " + firstLine(e),
                    e);
        }
    }

    private static Throwable sqlCause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String firstLine(Exception cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /** A quarter of the heap: the pages of a large store, without crowding out the requests. */
    private static long cacheKilobytes() {
        return Runtime.getRuntime().maxMemory() / 1024 / 4;
    }

    /** H2 error 90098: the file was closed under the connection; only a new one helps. */
    public static final class EvictClosedFile implements SQLExceptionOverride {
        @java.lang.Override
        public Override adjudicate(SQLException exception) {
            return exception.getErrorCode() == 90098 ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }
}
