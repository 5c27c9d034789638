package org.openspine.server.definitions;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;

class H2OwnPackageUpgradeIT implements OwnPackageUpgradeContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Override
    public StoreConfig emptyStore() {
        return StoreConfig.h2(folder);
    }
}
