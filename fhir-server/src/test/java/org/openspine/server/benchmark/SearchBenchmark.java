package org.openspine.server.benchmark;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.crash.ServerProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Searches over a population: medians and 99th percentiles of one client and of several. */
@Command(name = "search", mixinStandardHelpOptions = true, description = "Measures searches over a population.")
public final class SearchBenchmark implements Callable<Integer> {
    private static final int CLIENTS = 8;

    enum Store {
        H2,
        POSTGRES
    }

    @Option(names = "--patients", defaultValue = "10000")
    private int patients = 10_000;

    @Option(names = "--store", defaultValue = "H2", description = "H2 or POSTGRES")
    private Store store = Store.H2;

    @Option(names = "--seconds", defaultValue = "3", description = "of each measurement")
    private int seconds = 3;

    @Option(names = "--folder", description = "where an earlier run on H2 left its population")
    private @Nullable Path earlier;

    private SearchBenchmark() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SearchBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path given = earlier;
        Path folder = given == null ? Files.createTempDirectory("openspine-search") : given;
        System.out.println("folder     " + folder);
        if (store == Store.H2) {
            try (ServerProcess spine = start(folder)) {
                run(folder, spine.address(), given != null);
            }
            return 0;
        }
        try (PostgresProcess postgres = PostgresProcess.create(folder.resolve("postgres"));
                ServerProcess spine =
                        start(folder, "--database.url=" + postgres.url(), "--database.user=" + postgres.user())) {
            run(folder, spine.address(), false);
        }
        return 0;
    }

    private static ServerProcess start(Path folder, String... settings) throws InterruptedException {
        String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "--samples=none";
        return ServerProcess.sandbox(folder, ReadBenchmark.JAVA_OPTIONS, all);
    }

    private void run(Path folder, URI address, boolean loaded) throws Exception {
        if (!loaded) {
            Population.load(Population.generate(folder, patients), address);
        }
        Queries queries = Queries.of(address);
        queries.requireMatches();
        for (Map.Entry<String, List<URI>> kind : queries.byKind().entrySet()) {
            measure(queries, kind.getValue(), 1, 1); // warms up
            System.out.printf("%-46s 1 client  %s%n", kind.getKey(), measure(queries, kind.getValue(), 1, seconds));
            System.out.printf(
                    "%-46s %d clients %s%n", "", CLIENTS, measure(queries, kind.getValue(), CLIENTS, seconds));
        }
    }

    private static Latencies measure(Queries queries, List<URI> kind, int clients, int seconds) throws Exception {
        return Latencies.measure(clients, seconds, number -> {
            Random random = new Random(number);
            return () -> HttpLoad.get(queries.any(kind, random));
        });
    }
}
