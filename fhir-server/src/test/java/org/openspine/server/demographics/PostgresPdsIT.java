package org.openspine.server.demographics;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.repository.ResourceRepository;
import org.openspine.server.http.ServerOfTest;

class PostgresPdsIT implements PdsContract, PdsWaitContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onPostgresql();

    @Override
    public String address() {
        return SERVER.address();
    }

    @Override
    public ResourceRepository repository() {
        return SERVER.repository();
    }
}
