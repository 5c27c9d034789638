package org.openspine.server.demographics;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.http.TestServers;

class PostgresPdsIT implements PdsContract, PdsWaitContract {
    private static EmbeddedPostgres database;
    private static OpenSpine server;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
        String url = "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres";
        server = TestServers.start(StoreConfig.postgresql(url, "postgres", ""), ServerConfig.Samples.NONE);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        database.close();
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
