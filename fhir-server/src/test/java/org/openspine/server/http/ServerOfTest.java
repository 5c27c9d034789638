package org.openspine.server.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;

/** The real program over an empty store, from before the first test of a class until after the last. */
public final class ServerOfTest implements BeforeAllCallback, AfterAllCallback {
    private final boolean postgresql;
    private final Function<StoreConfig, OpenSpine> program;
    private @Nullable Path folder;
    private @Nullable StoreConfig store;
    private @Nullable OpenSpine server;

    private ServerOfTest(boolean postgresql, Function<StoreConfig, OpenSpine> program) {
        this.postgresql = postgresql;
        this.program = program;
    }

    public static ServerOfTest onH2() {
        return onH2(ServerOfTest::plain);
    }

    public static ServerOfTest onPostgresql() {
        return onPostgresql(ServerOfTest::plain);
    }

    /** @param program starts it over the store */
    public static ServerOfTest onH2(Function<StoreConfig, OpenSpine> program) {
        return new ServerOfTest(false, program);
    }

    /** @param program starts it over the store */
    public static ServerOfTest onPostgresql(Function<StoreConfig, OpenSpine> program) {
        return new ServerOfTest(true, program);
    }

    private static OpenSpine plain(StoreConfig store) {
        return TestServers.start(store, ServerConfig.Samples.NONE);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("openspine-test");
        store = postgresql ? TestDatabases.postgresql() : StoreConfig.h2(folder);
        server = program.apply(store);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        get().close();
        try (Stream<Path> below = Files.walk(Objects.requireNonNull(folder))) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    public OpenSpine get() {
        return Objects.requireNonNull(server);
    }

    /** What a second node starts over. */
    public StoreConfig store() {
        return Objects.requireNonNull(store);
    }

    /** As {@code http://127.0.0.1:8080}. */
    public String address() {
        return get().address();
    }

    public ResourceRepository repository() {
        return get().repository();
    }
}
