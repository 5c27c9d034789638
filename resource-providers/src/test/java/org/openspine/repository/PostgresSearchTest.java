package org.openspine.repository;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresSearchTest implements SearchContract {
    private static TestStore population;

    @BeforeAll
    static void open() {
        population = SearchContract.populate(new TestStore(PostgresServer::newDatabase));
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
