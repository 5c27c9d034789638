package org.openspine.demographics.trace;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.TestStore;
import org.openspine.repository.hibernate.StoreConfig;

class H2TraceTest implements TraceStoreContract {
    private static TestStore store;
    private static Populated populated;

    @BeforeAll
    static void populate(@TempDir Path folder) {
        store = new TestStore(() -> StoreConfig.h2(folder));
        populated = Populated.of(store);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    public Populated populated() {
        return populated;
    }
}
