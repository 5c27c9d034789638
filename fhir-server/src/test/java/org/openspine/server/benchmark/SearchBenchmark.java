package org.openspine.server.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.hibernate.StoreConfig;
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

    @Option(names = "--seconds", defaultValue = "3", description = "of each measurement; 0: only make the population")
    private int seconds = 3;

    @Option(names = "--folder", description = "of the population: an earlier run's, or with --fill a new one")
    private @Nullable Path earlier;

    @Option(
            names = "--fill",
            description = "writes the rows in process and makes the indexes at the end: for very many patients")
    private boolean fill;

    @Option(
            names = "--types",
            split = ",",
            description = "with --fill: types of resources to keep of each patient (default: all)")
    private Set<String> types = Set.of();

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
            Path data = folder.resolve("data");
            if (fill) {
                new FilledStore(StoreConfig.h2(data), types).fill(patients);
            }
            try (ServerProcess spine = start(folder)) {
                run(folder, spine.address(), fill || given != null);
            }
            reportSize(data);
            return 0;
        }
        Path data = folder.resolve("postgres");
        try (PostgresProcess postgres =
                given == null || fill ? PostgresProcess.create(data) : PostgresProcess.open(data)) {
            if (fill) {
                StoreConfig config = StoreConfig.postgresql(postgres.url(), postgres.user(), "");
                new FilledStore(config, types).fill(patients);
            }
            try (ServerProcess spine =
                    start(folder, "--database.url=" + postgres.url(), "--database.user=" + postgres.user())) {
                run(folder, spine.address(), fill || given != null);
            }
        }
        reportSize(data);
        return 0;
    }

    private void reportSize(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            long bytes = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            System.out.printf(Locale.UK, "on disk    %,d bytes, %,d for a patient%n", bytes, bytes / patients);
        }
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
        if (seconds == 0) {
            return;
        }
        Queries queries = Queries.of(address);
        queries.keepThoseThatFind();
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
