package org.openspine.server.definitions;

import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.http.TestDatabases;

class PostgresOwnPackageUpgradeIT implements OwnPackageUpgradeContract {
    @Override
    public StoreConfig emptyStore() {
        return TestDatabases.postgresql();
    }
}
