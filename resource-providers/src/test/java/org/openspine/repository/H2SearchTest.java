package org.openspine.repository;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;

class H2SearchTest implements SearchContract {
    private static TestStore population;

    @BeforeAll
    static void open(@TempDir Path folder) {
        population = SearchContract.populate(new TestStore(
                () -> StoreConfig.h2(folder.resolve(UUID.randomUUID().toString()))));
    }

    @AfterAll
    static void close() {
        population.close();
    }

    @Override
    public TestStore population() {
        return population;
    }
}
