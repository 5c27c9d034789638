package org.openspine.server.definitions;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.http.ServerOfTest;

class PostgresDefinitionsIT implements DefinitionsContract, NationalCapabilityContract, TerminologyContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onPostgresql();

    @Override
    public String base() {
        return SERVER.address() + "/FHIR/R4";
    }
}
