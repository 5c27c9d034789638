package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.repository.hibernate.StoreUnavailableException;

class H2ResourceRepositoryTest implements ResourceRepositoryContract {
    private static final String FILE = "openspine.mv.db";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore(
                () -> StoreConfig.h2(folder.resolve(UUID.randomUUID().toString())));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    public TestStore store() {
        return store;
    }

    @Test
    void answeredWriteIsInTheFile() throws IOException, SQLException {
        for (int i = 0; i < 20; i++) {
            StoredResource stored = store.create(VersionsContract.PATIENT);
            Path copy = Files.createDirectory(folder.resolve("copy-" + i));
            Files.copy(store.config().dataDir().resolve(FILE), copy.resolve(FILE));

            assertThat(logicalIds(copy)).contains(stored.key().id());
        }
    }

    private static List<String> logicalIds(Path data) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + data.resolve("openspine"), "sa", "");
                ResultSet rows = connection.createStatement().executeQuery("SELECT logical_id FROM resource")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    @Test
    void folderInUseByAnotherProcessIsToldInOneLine() throws IOException, InterruptedException {
        Path data = folder.resolve("in-use");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreHolder.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo(StoreHolder.OPEN);
            assertThatThrownBy(() -> new HibernateResourceRepository(
                            StoreConfig.h2(data), TestStore.REGISTRY, Clock.systemUTC()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("in use by another process")
                    .hasMessageContaining(data.toString())
                    .message()
                    .hasLineCount(1);
        } finally {
            other.getOutputStream().close(); // ends it
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void folderThatCannotBeMadeIsToldInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");

        assertThatThrownBy(() -> new HibernateResourceRepository(
                        StoreConfig.h2(file.resolve("data")), TestStore.REGISTRY, Clock.systemUTC()))
                .isInstanceOf(StoreUnavailableException.class)
                .message()
                .hasLineCount(1);
    }

    @Test
    void fileThatIsNoDatabaseIsToldInOneLine() throws IOException {
        Path data = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(data.resolve(FILE), "not a database ".repeat(1000));

        assertThatThrownBy(() ->
                        new HibernateResourceRepository(StoreConfig.h2(data), TestStore.REGISTRY, Clock.systemUTC()))
                .isInstanceOf(StoreUnavailableException.class)
                .message()
                .hasLineCount(1);
    }
}
