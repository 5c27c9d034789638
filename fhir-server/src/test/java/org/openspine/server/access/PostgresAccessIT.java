package org.openspine.server.access;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;

class PostgresAccessIT implements AccessContract, AccessTokenContract, DoorsContract, AuditContract {
    private static EmbeddedPostgres database;
    private static SecuredServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        database = EmbeddedPostgres.start();
        String url = "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres";
        server = new SecuredServer(folder, StoreConfig.postgresql(url, "postgres", ""));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        database.close();
    }

    @Override
    public SecuredServer server() {
        return server;
    }
}
