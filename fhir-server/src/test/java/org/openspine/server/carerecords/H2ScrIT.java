package org.openspine.server.carerecords;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.notification.ServedDelivery;

class H2ScrIT implements ScrContract {
    private static OpenSpine server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = ServedDelivery.start(StoreConfig.h2(folder), Optional.empty());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public OpenSpine server() {
        return server;
    }
}
