package org.openspine.repository;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.hibernate.HibernateResourceRepository;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class PostgresJobStoreTest implements JobStoreContract {
    private ResourceRepository repository;

    @BeforeAll
    void open() {
        repository = new HibernateResourceRepository(
                PostgresServer.newDatabase(), SearchParameterRegistry.r4(FhirContext.forR4Cached()), Clock.systemUTC());
    }

    @AfterAll
    void close() {
        repository.close();
    }

    @Override
    public JobStore jobs() {
        return repository.jobs();
    }
}
