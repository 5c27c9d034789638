package org.openspine.server.carerecords;

import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServerOfTest;
import org.openspine.server.notification.ServedDelivery;

class PostgresScrIT implements ScrContract {
    @RegisterExtension
    static final ServerOfTest SERVER =
            ServerOfTest.onPostgresql(store -> ServedDelivery.start(store, Optional.empty()));

    @Override
    public OpenSpine server() {
        return SERVER.get();
    }
}
