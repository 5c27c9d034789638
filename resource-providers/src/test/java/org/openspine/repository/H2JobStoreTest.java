package org.openspine.repository;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class H2JobStoreTest implements JobStoreContract {
    private ResourceRepository repository;

    @BeforeAll
    void open(@TempDir Path folder) {
        repository = new HibernateResourceRepository(
                StoreConfig.h2(folder), SearchParameterRegistry.r4(FhirContext.forR4Cached()), Clock.systemUTC());
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
