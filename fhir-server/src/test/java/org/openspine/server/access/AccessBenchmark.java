package org.openspine.server.access;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.audit.AuditAnchors;
import org.openspine.audit.AuditEntry;
import org.openspine.audit.AuditTrail;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;
import org.openspine.server.benchmark.HttpLoad;
import org.openspine.server.benchmark.Latencies;

/**
 * What security costs: the check of a token (target: 60 µs), reads with a token and an audit row against those of the open
 * sandbox (0.6 times as many), audit rows a second (10,000). Arguments: {@code H2} or {@code POSTGRES}, seconds of each
 * measurement.
 */
public final class AccessBenchmark {
    private static final int CONNECTIONS = 32;
    private static final int APPENDERS = 256;
    private static final int ROUNDS = 3;
    private static final int TOKENS = 2_000;
    private static final String PATIENT = """
            {"resourceType": "Patient", "id": "p1", "name": [{"family": "Pemberton"}], "birthDate": "1984-02-10"}""";

    private final Path folder;
    private final int seconds;

    private AccessBenchmark(Path folder, int seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        boolean postgres = arguments.length > 0 && arguments[0].equals("POSTGRES");
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var benchmark = new AccessBenchmark(Files.createTempDirectory("openspine-access"), seconds);
        if (!postgres) {
            benchmark.tokens();
            benchmark.reads(
                    StoreConfig.h2(benchmark.folder.resolve("a")), StoreConfig.h2(benchmark.folder.resolve("b")));
            benchmark.appends(StoreConfig.h2(benchmark.folder.resolve("c")));
            return;
        }
        try (EmbeddedPostgres first = EmbeddedPostgres.start();
                EmbeddedPostgres second = EmbeddedPostgres.start()) {
            benchmark.reads(store(first), store(second));
            benchmark.appends(store(first));
        }
    }

    private static StoreConfig store(EmbeddedPostgres database) {
        return StoreConfig.postgresql(
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres", "postgres", "");
    }

    private void tokens() throws IOException {
        KeyFile keys = KeyFile.openOrCreate(folder.resolve("keys.json"));
        var client = new ClientApplication(
                "app", "app", "A99981", true, Set.of("RS512"), Set.of("system/*.rs"), false, new JWKSet());
        for (int round = 0; round < ROUNDS; round++) {
            var tokens = new AccessTokens(
                    Optional.of(keys),
                    "https://spine.example",
                    "https://spine.example",
                    Set.of(JWSAlgorithm.ES256),
                    new ImmutableJWKSet<>(new JWKSet(keys.signing())),
                    Clock.systemUTC());
            List<String> issued = new ArrayList<>();
            for (int i = 0; i < TOKENS; i++) {
                issued.add(tokens.issue(client, Optional.empty(), Set.of("system/*.rs")));
            }
            double first = micros(tokens, issued);
            double again = micros(tokens, issued);
            System.out.printf(Locale.UK, "token      first time %.0f µs, then %.1f µs%n", first, again);
        }
    }

    private static double micros(AccessTokens tokens, List<String> issued) {
        long start = System.nanoTime();
        issued.forEach(tokens::verify);
        return (System.nanoTime() - start) / 1e3 / issued.size();
    }

    private void reads(StoreConfig openStore, StoreConfig securedStore) throws Exception {
        ServerConfig settings =
                ServerConfig.read(Map.of(Setting.HTTP_PORT, "0", Setting.SAMPLES, "none"), Map.of(), Optional.empty());
        try (OpenSpine sandbox = OpenSpine.start(settings.over(openStore), Clock.systemUTC());
                SecuredServer secured = new SecuredServer(
                        folder, securedStore, Map.of(Setting.RATE_LIMIT, "1000000"), Clock.systemUTC())) {
            String token = token(secured);
            URI open = URI.create(sandbox.address() + "/FHIR/R4/Patient/p1");
            URI closed = URI.create(secured.address() + "/FHIR/R4/Patient/p1");
            HttpLoad.put(open, PATIENT.getBytes(StandardCharsets.UTF_8));
            HttpLoad.put(closed, PATIENT.getBytes(StandardCharsets.UTF_8), "Authorization", token);
            HttpLoad.readsPerSecond(open, CONNECTIONS, seconds * 2); // warms up
            HttpLoad.readsPerSecond(closed, CONNECTIONS, seconds * 2, "Authorization", token);
            for (int round = 0; round < ROUNDS; round++) {
                double plain = HttpLoad.readsPerSecond(open, CONNECTIONS, seconds);
                double audited = HttpLoad.readsPerSecond(closed, CONNECTIONS, seconds, "Authorization", token);
                System.out.printf(
                        Locale.UK,
                        "reads      sandbox %,.0f/s, secured and audited %,.0f/s: ratio %.2f%n",
                        plain,
                        audited,
                        audited / plain);
            }
        }
    }

    private static String token(SecuredServer server) throws IOException, InterruptedException {
        String form = "grant_type=client_credentials"
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                + URLEncoder.encode(server.assertion(SecuredServer.EDITOR), StandardCharsets.UTF_8);
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.tokenUrl()))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return "Bearer "
                + new ObjectMapper().readTree(answer).path("access_token").asText();
    }

    private void appends(StoreConfig store) throws Exception {
        var who = new AuditEntry.Who("application", "app", "", "", "", "A99981", "127.0.0.1");
        var entry = new AuditEntry(
                "/FHIR/R4",
                "read",
                "Patient/p1",
                "",
                200,
                who,
                "60e0b220-8136-4ca5-ae46-1d97ef59d068",
                List.of(),
                List.of());
        try (ResourceRepository repository = new HibernateResourceRepository(
                        store, SearchParameterRegistry.r4(FhirContext.forR4Cached()), Clock.systemUTC());
                AuditTrail trail = new AuditTrail(
                        repository,
                        new AuditAnchors(content -> "unsigned", folder.resolve("anchors")),
                        Clock.systemUTC())) {
            for (int round = 0; round < ROUNDS; round++) {
                Latencies appends = Latencies.measure(APPENDERS, seconds, number -> () -> {
                    trail.record(entry);
                    return entry;
                });
                System.out.printf("audit rows %s%n", appends);
            }
        }
    }
}
