package org.openspine.server.carerecords;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.notification.ServedDelivery;

class PostgresScrIT implements ScrContract {
    private static EmbeddedPostgres database;
    private static OpenSpine server;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
        String url = "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres";
        server = ServedDelivery.start(StoreConfig.postgresql(url, "postgres", ""), Optional.empty());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        database.close();
    }

    @Override
    public OpenSpine server() {
        return server;
    }
}
