package org.openspine.server.benchmark;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.childprotection.FlagSearchParameters;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.demographics.trace.TraceKeys;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;

/**
 * Fills an empty store in process: the repository writes the rows that requests would write, but without the indexes on values, which
 * are made at the end.
 */
final class StoreFilling {
    private static final String MIGRATION = "/db/migration/V1__record_store.sql";
    private static final Pattern VALUE_INDEX =
            Pattern.compile("(?m)^(\\$\\{h2} )?CREATE INDEX (index_\\w+_(?:value|newest|high)) ON [^;]+;");

    private final StoreConfig config;

    StoreFilling(StoreConfig config) {
        this.config = config;
    }

    /** Puts resources into the store and returns how many. */
    @FunctionalInterface
    interface Work {
        long fill(ResourceRepository repository) throws Exception;
    }

    private record Index(String name, String ddl) {}

    /** Does {@code work} in an empty store and prints what it took. */
    void fill(String what, Work work) throws Exception {
        try (ResourceRepository repository = open()) { // makes the tables
            repository.reindexing().next(1); // what will be stored is of this program: no server makes it anew
        }
        List<Index> indexes = valueIndexes();
        for (Index index : indexes) {
            execute("DROP INDEX " + index.name());
        }
        long start = System.nanoTime();
        long resources;
        try (ResourceRepository repository = open()) {
            resources = work.fill(repository);
        }
        double seconds = since(start);
        System.out.printf(
                Locale.UK,
                "fill       %s, %,d resources in %.0f s: %,.0f/s%n",
                what,
                resources,
                seconds,
                resources / seconds);
        start = System.nanoTime();
        for (Index index : indexes) {
            execute(index.ddl());
        }
        execute("ANALYZE");
        System.out.printf(Locale.UK, "indexes    of values made in %.0f s%n", since(start));
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private HibernateResourceRepository open() {
        return new HibernateResourceRepository(
                config,
                FlagSearchParameters.addTo(SearchParameterRegistry.r4(FhirContext.forR4Cached())),
                List.of(new TraceKeys()),
                Clock.systemUTC());
    }

    private List<Index> valueIndexes() throws IOException {
        boolean h2 = config.remote().isEmpty();
        List<Index> indexes = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(StoreFilling.class.getResourceAsStream(MIGRATION))) {
            Matcher found = VALUE_INDEX.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (found.find()) {
                if (h2 || found.group(1) == null) {
                    indexes.add(new Index(found.group(2), found.group().replace("${h2} ", "")));
                }
            }
        }
        return indexes;
    }

    private Connection connect() throws SQLException {
        if (config.remote().isPresent()) {
            StoreConfig.Remote remote = config.remote().get();
            return DriverManager.getConnection(remote.url(), remote.user(), remote.password());
        }
        String file = config.dataDir().toAbsolutePath().resolve("openspine").toString();
        return DriverManager.getConnection("jdbc:h2:file:" + file + ";NON_KEYWORDS=VALUE", "sa", "");
    }

    /** One statement on a connection of its own. */
    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
