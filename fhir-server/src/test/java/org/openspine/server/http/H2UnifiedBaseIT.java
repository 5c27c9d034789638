package org.openspine.server.http;

import org.junit.jupiter.api.extension.RegisterExtension;

class H2UnifiedBaseIT implements UnifiedBaseContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onH2();

    @Override
    public String base() {
        return SERVER.address() + "/FHIR/R4";
    }
}
