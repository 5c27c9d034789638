package org.openspine.server.http;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresUnifiedBaseIT implements UnifiedBaseContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onPostgresql();

    @Override
    public String base() {
        return SERVER.address() + "/FHIR/R4";
    }
}
