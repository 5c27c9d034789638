package org.openspine.server.childprotection;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.repository.ResourceRepository;
import org.openspine.server.http.ServerOfTest;

class H2ProtectionIT implements ProtectionContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onH2();

    @Override
    public String address() {
        return SERVER.address();
    }

    @Override
    public ResourceRepository repository() {
        return SERVER.repository();
    }
}
