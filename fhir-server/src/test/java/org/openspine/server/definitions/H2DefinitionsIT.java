package org.openspine.server.definitions;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.TestServers;

class H2DefinitionsIT implements DefinitionsContract, TerminologyContract {
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
