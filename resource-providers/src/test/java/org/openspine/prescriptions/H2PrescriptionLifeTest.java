package org.openspine.prescriptions;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;

class H2PrescriptionLifeTest implements PrescriptionLifeContract, PrescriptionRacesContract {
    private static PrescriptionsUnderTest eps;

    @BeforeAll
    static void open(@TempDir Path folder) {
        eps = new PrescriptionsUnderTest(StoreConfig.h2(folder));
    }

    @AfterAll
    static void close() {
        eps.close();
    }

    @Override
    public PrescriptionsUnderTest eps() {
        return eps;
    }
}
