package org.openspine.server.http;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.OpenSpine;

class H2UnifiedBaseIT implements UnifiedBaseContract {
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
    public String base() {
        return server.address() + "/FHIR/R4";
    }
}
