package org.openspine.server.http;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;

/** Starts the real program on a free port. */
public final class TestServers {
    private TestServers() {}

    /** With an empty H2 store below {@code folder}. */
    public static OpenSpine empty(Path folder) {
        return start(StoreConfig.h2(folder), ServerConfig.Samples.NONE);
    }

    /** With the sample people. */
    public static OpenSpine withSamples(Path folder) {
        return start(StoreConfig.h2(folder), ServerConfig.Samples.LOAD);
    }

    public static OpenSpine start(StoreConfig store, ServerConfig.Samples samples) {
        ServerConfig settings = ServerConfig.read(
                Map.of(Setting.HTTP_PORT, "0", Setting.SAMPLES, samples == ServerConfig.Samples.LOAD ? "load" : "none"),
                Map.of(),
                Optional.empty());
        return OpenSpine.start(settings.over(store), Clock.systemUTC());
    }
}
