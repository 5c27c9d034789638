package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.repository.hibernate.StoreUnavailableException;

class PostgresResourceRepositoryTest implements ResourceRepositoryContract {
    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore(PostgresServer::newDatabase);
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
    void databaseThatDoesNotAnswerIsToldInOneLine() {
        assertUnavailable(StoreConfig.postgresql("jdbc:postgresql://localhost:1/none", "nobody", ""));
    }

    @Test
    void databaseThatDoesNotExistIsToldInOneLine() {
        String url = store.config().remote().orElseThrow().url();
        assertUnavailable(StoreConfig.postgresql(url + "_missing", "postgres", ""));
    }

    @Test
    void loginThatMayNotCreateTablesIsToldInOneLine() {
        PostgresServer.execute("CREATE ROLE reader LOGIN");
        assertUnavailable(StoreConfig.postgresql(
                PostgresServer.newDatabase().remote().orElseThrow().url(), "reader", ""));
    }

    private static void assertUnavailable(StoreConfig config) {
        assertThatThrownBy(() -> new HibernateResourceRepository(config, TestStore.REGISTRY, Clock.systemUTC()))
                .isInstanceOf(StoreUnavailableException.class)
                .message()
                .hasLineCount(1);
    }

    @Test
    void readsGoOnAfterTheDatabaseHasCutAllConnections() {
        try (TestStore own = store.another()) {
            ResourceKey key = own.create(VersionsContract.PATIENT).key();
            Threads.race(8, i -> own.repository().read(key)); // eight connections
            PostgresServer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                    .formatted(own.config().remote().orElseThrow().url().replaceFirst(".*/", "")));

            assertThat(Threads.done(Threads.race(8, i -> own.repository().read(key))))
                    .hasSize(8)
                    .doesNotContain(Optional.empty());
            assertThat(own.put(key, VersionsContract.PATIENT).version()).isEqualTo(2);
        }
    }
}
