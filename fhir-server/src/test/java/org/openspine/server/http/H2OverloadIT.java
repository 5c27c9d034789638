package org.openspine.server.http;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.OpenSpine;

class H2OverloadIT implements OverloadContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onH2();

    @Override
    public OpenSpine server() {
        return SERVER.get();
    }
}
