package org.openspine.demographics.trace;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.repository.search.DateRange;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.IndexValue;
import org.openspine.repository.search.ValueMatch;

/**
 * How long a trace takes as the number of patients grows, in process and from one thread: {@code TraceScaleProgram H2|POSTGRES
 * patients...}. So that many patients are there in minutes, plain JDBC writes their bodies and the index rows a trace looks at.
 */
public final class TraceScaleProgram {
    private static final String[] SYLLABLES = {
        "ba", "ker", "son", "wil", "li", "ams", "jo", "nes", "mar", "tin", "ro", "bert", "al", "der", "ton", "hu",
        "mac", "ne", "ville", "shaw"
    };
    private static final int COMMON_NAMES = 400;
    private static final int BATCH = 5_000;
    private static final int WARM_UP = 2_000;
    private static final int SECONDS = 4;

    private TraceScaleProgram() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 1; i < arguments.length; i++) {
            int patients = Integer.parseInt(arguments[i]);
            if (arguments[0].equals("H2")) {
                Path folder = Files.createTempDirectory("openspine-scale");
                String url = "jdbc:h2:file:" + folder.resolve("openspine") + ";NON_KEYWORDS=VALUE";
                run(StoreConfig.h2(folder), url, "sa", patients);
            } else {
                try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
                    String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
                    run(StoreConfig.postgresql(url, "postgres", ""), url, "postgres", patients);
                }
            }
        }
    }

    private static void run(StoreConfig config, String url, String user, int patients)
            throws SQLException, IOException {
        open(config).close(); // makes the tables
        long start = System.nanoTime();
        List<Known> people = fill(url, user, patients);
        System.out.printf(Locale.UK, "%,d patients in %.0f s%n", patients, (System.nanoTime() - start) / 1e9);
        try (HibernateResourceRepository repository = open(config)) {
            Trace trace = Trace.ofAll(repository, Clock.systemUTC());
            for (int round = 0; round < 2; round++) {
                measure(trace, TraceMethod.BASIC, people);
                measure(trace, TraceMethod.FUZZY, people);
            }
        }
    }

    private static HibernateResourceRepository open(StoreConfig config) {
        return new HibernateResourceRepository(
                config,
                SearchParameterRegistry.r4(FhirContext.forR4Cached()),
                List.of(new TraceKeys()),
                Clock.systemUTC());
    }

    /** Returns a thousand or so of the people, evenly drawn. */
    private static List<Known> fill(String url, String user, int patients) throws SQLException {
        List<Known> people = new ArrayList<>();
        Random chance = new Random(11);
        long postcodes = IndexId.parameter("Patient", "address-postalcode");
        long births = IndexId.parameter("Patient", "birthdate");
        try (Connection connection = DriverManager.getConnection(url, user, "");
                PreparedStatement resource = connection.prepareStatement(
                        "INSERT INTO resource (resource_id, type, logical_id, version, last_updated, verb, body) VALUES (?, 'Patient', ?, 1, 0, 1, ?)");
                PreparedStatement token = index(connection, "index_token", "system");
                PreparedStatement text = index(connection, "index_text", "exact");
                PreparedStatement date = index(connection, "index_date", "high")) {
            connection.setAutoCommit(false);
            TraceKeys keys = new TraceKeys();
            for (int i = 0; i < patients; i++) {
                Known known = anybody(chance, patients);
                ObjectNode patient = ResourceJson.parse(json(i, known), JsonLimits.RESOURCE);
                resource.setLong(1, i);
                resource.setString(2, "p" + i);
                resource.setBytes(3, ResourceJson.write(patient));
                resource.addBatch();
                for (IndexValue value : keys.of(patient)) {
                    row(token, i, value.parameter(), ((IndexValue.Token) value).code(), 0L);
                }
                row(
                        text,
                        i,
                        postcodes,
                        ValueMatch.Text.beginning(known.postcode()).text(),
                        "");
                DateRange born = DateRange.parse(known.born().toString()).orElseThrow();
                row(date, i, births, born.low(), born.high());
                if (i % Math.max(1, patients / 1_000) == 0) {
                    people.add(known);
                }
                if (i % BATCH == BATCH - 1 || i == patients - 1) {
                    for (PreparedStatement statement : List.of(resource, token, text, date)) {
                        statement.executeBatch();
                    }
                    connection.commit();
                }
            }
            connection.createStatement().execute("ANALYZE");
            connection.commit();
        }
        return people;
    }

    private static PreparedStatement index(Connection connection, String table, String last) throws SQLException {
        return connection.prepareStatement(
                "INSERT INTO %s (resource_id, parameter, item, extreme, value, %s) VALUES (?, ?, 0, 3, ?, ?)"
                        .formatted(table, last));
    }

    private static void row(PreparedStatement statement, long resource, long parameter, Object value, Object last)
            throws SQLException {
        statement.setLong(1, resource);
        statement.setLong(2, parameter);
        statement.setObject(3, value);
        statement.setObject(4, last);
        statement.addBatch();
    }

    /** Half of the people have one of a few hundred family names; a postcode has some twenty people. */
    private static Known anybody(Random chance, int patients) {
        String family = chance.nextBoolean() ? name(new Random(chance.nextInt(COMMON_NAMES)), 3) : name(chance, 4);
        int place = chance.nextInt(Math.max(1, patients / 20));
        String postcode = "%c%c%d %d%c%c"
                .formatted(
                        'A' + place % 20,
                        'A' + place / 20 % 20,
                        place / 400 % 90 + 1,
                        place / 36_000 % 10,
                        'A' + place % 7,
                        'B');
        return new Known(
                family,
                name(new Random(chance.nextInt(600)), 2),
                chance.nextBoolean() ? "male" : "female",
                LocalDate.of(1930, 1, 1).plusDays(chance.nextInt(90 * 365)),
                postcode);
    }

    private static String name(Random chance, int syllables) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            name.append(SYLLABLES[chance.nextInt(SYLLABLES.length)]);
        }
        return name.toString();
    }

    private static byte[] json(int number, Known known) {
        return """
                {"resourceType": "Patient", "id": "p%d", "meta": {"versionId": "1"},
                 "name": [{"use": "usual", "family": "%s", "given": ["%s"], "period": {"start": "2001-01-01"}}],
                 "gender": "%s", "birthDate": "%s", "address": [{"use": "home", "line": ["1 High Street", "Townham"],
                 "postalCode": "%s"}], "telecom": [{"system": "phone", "value": "01632960000", "use": "home"}]}""".formatted(number, known.family(), known.given(), known.gender(), known.born(), known.postcode())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void measure(Trace trace, TraceMethod method, List<Known> people) {
        Random chance = new Random(9);
        for (int i = 0; i < WARM_UP; i++) {
            once(trace, method, people, chance);
        }
        List<Long> nanos = new ArrayList<>();
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
            once(trace, method, people, chance);
            nanos.add(System.nanoTime() - before);
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.UK,
                "%-10s %,8d traces   p50 %7.3f ms   p99 %7.3f ms%n",
                method,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6);
    }

    private static void once(Trace trace, TraceMethod method, List<Known> people, Random chance) {
        Known known = people.get(chance.nextInt(people.size()));
        TraceQuery query = method.isFuzzy() ? known.whole() : known.withoutPostcode();
        if (trace.find(query, method, new Trace.Limit(50, 0)).map(List::isEmpty).orElse(true)) {
            throw new IllegalStateException("a person who is there was not found");
        }
    }
}
