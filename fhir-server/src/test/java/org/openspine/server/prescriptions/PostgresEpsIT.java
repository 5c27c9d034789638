package org.openspine.server.prescriptions;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.http.ServerOfTest;

class PostgresEpsIT implements EpsContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onPostgresql();

    @Override
    public String address() {
        return SERVER.address();
    }
}
