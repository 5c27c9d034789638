package org.openspine.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.openspine.repository.hibernate.StoreConfig;

/**
 * How many patients a second one thread stores, singly and in bundles of 50, and what pages of them cost.
 *
 * <p>Arguments: {@code h2} or {@code postgresql}, then the number of patients (100000).
 */
final class StoreBenchmark {
    private static final int BUNDLE = 50;
    private static final int SEARCHES = 200;

    private StoreBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("store-benchmark");
        boolean h2 = !args[0].equals("postgresql");
        int patients = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        try (TestStore store =
                new TestStore(() -> h2 ? StoreConfig.h2(folder.resolve("data")) : PostgresServer.newDatabase())) {
            Random random = new Random(1);
            storeSingly(store, random, 2_000); // warm up
            int single = Math.min(5_000, patients / 10);
            report("stored singly", single, storeSingly(store, random, single));
            report("stored in bundles of 50", patients, storeInBundles(store, random, patients));
            for (String query : new String[] {
                "identifier=https://fhir.nhs.uk/Id/nhs-number|9000000777",
                "family=jones1&given=an&birthdate=1970",
                "gender=male",
                "_sort=family",
                "gender=female&_sort=-birthdate",
                "_sort=-_lastUpdated",
                "family=jones1&_sort=birthdate"
            }) {
                report("Patient?" + query, SEARCHES, search(store, query));
            }
        }
        System.exit(0); // PostgreSQL, if it was started, ends with the process
    }

    private static Duration storeSingly(TestStore store, Random random, int count) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            store.create(patient(random));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration storeInBundles(TestStore store, Random random, int count) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i += BUNDLE) {
            store.repository().inTransaction(() -> {
                for (int entry = 0; entry < BUNDLE; entry++) {
                    store.create(patient(random));
                }
                return random;
            });
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration search(TestStore store, String query) {
        store.repository().search(store.query("Patient", query, 20));
        long start = System.nanoTime();
        for (int i = 0; i < SEARCHES; i++) {
            store.repository().search(store.query("Patient", query, 20));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String patient(Random random) {
        return """
                {'resourceType':'Patient','active':true,'gender':'%s','birthDate':'19%02d-%02d-%02d',
                'identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9%09d'}],
                'name':[{'use':'official','family':'Jones%d','given':['Ann%d','Mary'],'prefix':['Dr']}],
                'telecom':[{'system':'phone','value':'01632960%03d','use':'home'}],
                'address':[{'use':'home','line':['%d High Street','Flat 2'],'city':'Town%d','postalCode':'LS%d 1AA'}],
                'generalPractitioner':[{'identifier':{'system':'https://fhir.nhs.uk/Id/ods-organization-code','value':'Y%05d'}}],
                'managingOrganization':{'reference':'Organization/Y%05d'}}""".formatted(
                        random.nextBoolean() ? "male" : "female",
                        10 + random.nextInt(90),
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(1_000_000_000),
                        random.nextInt(10_000),
                        random.nextInt(500),
                        random.nextInt(1_000),
                        random.nextInt(200),
                        random.nextInt(300),
                        random.nextInt(20),
                        random.nextInt(7_000),
                        random.nextInt(7_000));
    }

    private static void report(String what, int count, Duration time) {
        System.out.printf(
                Locale.ROOT,
                "%-70s %,9.0f/s %,9.3f ms each%n",
                what,
                count / (time.toNanos() / 1e9),
                time.toNanos() / 1e6 / count);
    }
}
