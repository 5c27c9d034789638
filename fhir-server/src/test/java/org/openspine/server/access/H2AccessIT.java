package org.openspine.server.access;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;

class H2AccessIT
        implements AccessContract,
                AccessTokenContract,
                DoorsContract,
                CareDoorsContract,
                AuditContract,
                ReferralStaffContract {
    private static SecuredServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = new SecuredServer(folder, StoreConfig.h2(folder));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public SecuredServer server() {
        return server;
    }
}
