package org.openspine.repository.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openspine.repository.PostgresServer;
import org.openspine.repository.TestStore;

class PostgresQueryPlanTest implements QueryPlanContract {
    private static final Pattern ROWS = Pattern.compile("(?:actual time=\\S+ rows=|Removed by Filter: )([\\d.]+)");

    private static TestStore store;
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException {
        store = QueryPlanContract.populate(new TestStore(PostgresServer::newDatabase));
        StoreConfig.Remote remote = store.config().remote().orElseThrow();
        connection = DriverManager.getConnection(remote.url(), remote.user(), remote.password());
        connection.createStatement().execute("ANALYZE");
        connection.createStatement().execute("SET enable_seqscan = off"); // the tables are small enough to prefer it
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
        store.close();
    }

    @Override
    public TestStore store() {
        return store;
    }

    @Override
    public Database database() {
        return Database.POSTGRESQL;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void requireIndexed(String plan) {
        assertThat(plan).contains("Index").doesNotContain("Seq Scan");
        List<String> lines = plan.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("Scan using") || lines.get(i).contains("Bitmap Index Scan")) {
                assertThat(lines.get(i + 1)).as(plan).containsAnyOf("Index Cond", "Disabled");
            }
        }
    }

    @Override
    public void requireWalk(String plan) {
        assertThat(plan).doesNotContain("Sort Key");
        requireFew(plan);
    }

    @Override
    public void requireFew(String plan) {
        assertThat(plan).doesNotContain("Seq Scan");
        Matcher rows = ROWS.matcher(plan);
        while (rows.find()) {
            assertThat(Double.parseDouble(rows.group(1))).as(plan).isLessThan(5 * PAGE);
        }
    }
}
