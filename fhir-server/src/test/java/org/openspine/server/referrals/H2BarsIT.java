package org.openspine.server.referrals;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServerOfTest;

class H2BarsIT implements BarsContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onH2();

    @Override
    public OpenSpine server() {
        return SERVER.get();
    }
}
