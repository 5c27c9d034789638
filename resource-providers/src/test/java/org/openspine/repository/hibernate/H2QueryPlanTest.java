package org.openspine.repository.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.TestStore;

class H2QueryPlanTest implements QueryPlanContract {
    private static final Pattern SCAN_COUNT = Pattern.compile("scanCount: (\\d+)");

    private static TestStore store;
    private static Connection connection;

    @BeforeAll
    static void open(@TempDir Path folder) throws SQLException {
        store = QueryPlanContract.populate(new TestStore(() -> StoreConfig.h2(folder)));
        connection = DriverManager.getConnection(
                "jdbc:h2:file:" + folder.resolve("openspine") + ";NON_KEYWORDS=VALUE", "sa", "");
        connection.createStatement().execute("ANALYZE");
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
        return Database.H2;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void requireIndexed(String plan) {
        assertThat(plan).contains("/* PUBLIC.").doesNotContain("tableScan");
        assertThat(plan.lines().filter(line -> line.contains("/* PUBLIC.")))
                .as(plan)
                .allMatch(line -> line.contains(": "));
    }

    @Override
    public void requireWalk(String plan) {
        requireIndexed(plan);
        Matcher scans = SCAN_COUNT.matcher(plan);
        while (scans.find()) {
            assertThat(Integer.parseInt(scans.group(1))).as(plan).isLessThan(3 * PAGE);
        }
    }

    @Override
    public void requireFew(String plan) {
        requireWalk(plan);
    }
}
