package org.openspine.server.definitions;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.http.ServerOfTest;

class H2DefinitionsIT implements DefinitionsContract, NationalCapabilityContract, TerminologyContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onH2();

    @Override
    public String base() {
        return SERVER.address() + "/FHIR/R4";
    }
}
