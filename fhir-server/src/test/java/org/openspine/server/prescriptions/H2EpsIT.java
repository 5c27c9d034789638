package org.openspine.server.prescriptions;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.http.ServerOfTest;

class H2EpsIT implements EpsContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onH2();

    @Override
    public String address() {
        return SERVER.address();
    }
}
