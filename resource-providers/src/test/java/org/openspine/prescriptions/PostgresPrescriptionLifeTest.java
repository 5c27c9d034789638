package org.openspine.prescriptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openspine.repository.PostgresServer;

class PostgresPrescriptionLifeTest implements PrescriptionLifeContract, PrescriptionRacesContract {
    private static PrescriptionsUnderTest eps;

    @BeforeAll
    static void open() {
        eps = new PrescriptionsUnderTest(PostgresServer.newDatabase());
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
