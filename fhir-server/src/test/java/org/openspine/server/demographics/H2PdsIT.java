package org.openspine.server.demographics;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.ResourceRepository;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.TestServers;

class H2PdsIT implements PdsContract, PdsWaitContract {
    private static OpenSpine server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = TestServers.empty(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public String address() {
        return server.address();
    }

    @Override
    public ResourceRepository repository() {
        return server.repository();
    }
}
