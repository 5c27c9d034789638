package org.openspine.demographics.trace;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openspine.repository.PostgresServer;
import org.openspine.repository.TestStore;

class PostgresTraceTest implements TraceStoreContract {
    private static TestStore store;
    private static Populated populated;

    @BeforeAll
    static void populate() {
        store = new TestStore(PostgresServer::newDatabase);
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
