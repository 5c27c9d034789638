package org.openspine.server.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.http.TestServers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The e-Referral Service over HTTP: a worklist with 10,000 referrals stored and with many more, by one client and by 16; then create,
 * read, slot search and booking by 16. Clients and server share the process.
 */
@Command(name = "referrals", mixinStandardHelpOptions = true, description = "Measures the e-Referral Service.")
public final class ReferralBenchmark implements Callable<Integer> {
    private static final int CLIENTS = 16;
    private static final int SERVICES = 40;
    private static final int FEW = 10_000;
    private static final int BOOKINGS_PER_SECOND = 1_500;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    enum Store {
        H2,
        POSTGRES
    }

    @Option(names = "--referrals", defaultValue = "10000", description = "in the store at last")
    private int many = FEW;

    @Option(names = "--store", defaultValue = "H2", description = "H2 or POSTGRES")
    private Store store = Store.H2;

    @Option(names = "--seconds", defaultValue = "8", description = "of each measurement")
    private int seconds = 8;

    private final AtomicInteger next = new AtomicInteger();
    private final Queue<String> created = new ConcurrentLinkedQueue<>();
    private final Queue<ReferralFill.Bookable> bookable = new ConcurrentLinkedQueue<>();
    private String base = "";
    private String ers = "";

    private ReferralBenchmark() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ReferralBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("openspine-referrals");
        try {
            if (store == Store.H2) {
                measure(StoreConfig.h2(folder));
            } else {
                try (PostgresProcess postgres = PostgresProcess.create(folder.resolve("postgres"))) {
                    measure(StoreConfig.postgresql(postgres.url(), postgres.user(), ""));
                }
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
        return 0;
    }

    /** What autovacuum does soon after so many inserts; H2 keeps its figures itself. */
    private static void analyze(StoreConfig config) throws SQLException {
        if (config.remote().isPresent()) {
            StoreConfig.Remote remote = config.remote().get();
            try (Connection connection = DriverManager.getConnection(remote.url(), remote.user(), remote.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("ANALYZE");
            }
        }
    }

    private void measure(StoreConfig config) throws Exception {
        try (OpenSpine server = TestServers.start(config, ServerConfig.Samples.NONE)) {
            base = server.address() + "/FHIR/R4";
            ers = server.address() + "/referrals/FHIR/R4";
            prepare();
            List<String> clinics = IntStream.range(0, SERVICES)
                    .mapToObj(ReferralBenchmark::service)
                    .toList();
            var fill = new ReferralFill(server.repository());
            fill.lists(clinics);
            double few = worklist(config, fill, Math.min(many, FEW));
            double all = many > FEW ? worklist(config, fill, many) : few;
            System.out.printf(
                    "worklist p50 at %,d referrals: %.2f times that at %,d%n", many, all / few, Math.min(many, FEW));
            bookable.addAll(fill.bookable(clinics, BOOKINGS_PER_SECOND * seconds));
            analyze(config);
            print("slot search", at(CLIENTS, number -> this::searchSlots));
            print("create", at(CLIENTS, number -> this::create));
            print("read", at(CLIENTS, number -> this::read));
            print("booking", at(CLIENTS, number -> this::book));
        }
    }

    /** Fills up to {@code referrals} and measures; returns the median of one client in ms. */
    private double worklist(StoreConfig config, ReferralFill fill, int referrals) throws Exception {
        long start = System.nanoTime();
        fill.others(referrals);
        System.out.printf(
                "%-9s filled up to %,d referrals in %.0f s%n", store, referrals, (System.nanoTime() - start) / 1e9);
        analyze(config);
        at(1, number -> this::list); // warms up
        Latencies alone = at(1, number -> this::list);
        print("worklist, 1 client", alone);
        print("worklist, 16 clients", at(CLIENTS, number -> this::list));
        return alone.millis(50);
    }

    private Latencies at(int clients, IntFunction<Callable<?>> calls) throws Exception {
        return Latencies.measure(clients, seconds, calls);
    }

    private void print(String what, Latencies measured) {
        System.out.printf("%-9s %-22s %s%n", store, what, measured);
    }

    private static String service(int number) {
        return Integer.toString(40_000 + number % SERVICES);
    }

    private void prepare() throws Exception {
        put("""
                {"resourceType": "Patient", "id": "9000000009", "gender": "female", "birthDate": "1980-02-03",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9000000009"}],
                 "generalPractitioner": [{"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "A81001"}}]}""");
        for (int i = 0; i < SERVICES; i++) {
            String id = service(i);
            put("""
                    {"resourceType": "HealthcareService", "id": "%s", "active": true, "name": "Clinic %s",
                     "providedBy": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RX1"}},
                     "characteristic": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/eRS-BookableType", "code": "DIRECTLY_BOOKABLE"}]}]}""".formatted(id, id));
            put("""
                    {"resourceType": "Schedule", "id": "diary-%s", "actor": [{"reference": "HealthcareService/%s"}]}""".formatted(id, id));
        }
    }

    private String create() throws IOException, InterruptedException {
        String service = service(next.getAndIncrement());
        JsonNode made =
                post("/ServiceRequest/$ers.createReferral", "REFERRING_CLINICIAN", "A81001", """
                {"resourceType": "Parameters", "parameter": [
                 {"name": "patient", "valueIdentifier": {"value": "9000000009"}},
                 {"name": "intentionToAddReferralLetter", "valueCoding": {"code": "NOT_INTENDING_TO_ADD"}},
                 {"name": "firstReminderLetterFollowUpDays", "valueUnsignedInt": 0},
                 {"name": "shortlist", "resource": {"resourceType": "List", "status": "current", "mode": "snapshot",
                  "contained": [{"resourceType": "Parameters", "id": "c", "parameter": [
                   {"name": "priority", "valueCoding": {"code": "ROUTINE"}}, {"name": "specialty", "valueCoding": {"code": "CARDIOLOGY"}},
                   {"name": "ageAndGenderAppropriate", "valueBoolean": true}]}],
                  "extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-Shortlist-SearchCriteria",
                   "valueReference": {"reference": "#c"}}],
                  "entry": [{"item": {"identifier": {"value": "%s"}}}]}}]}""".formatted(service));
        String id = made.path("id").asText();
        created.add(id);
        return id;
    }

    private JsonNode read() throws IOException, InterruptedException {
        String id = created.remove();
        created.add(id);
        return get("/ServiceRequest/" + id);
    }

    private JsonNode searchSlots() throws IOException, InterruptedException {
        return get("/Slot?schedule.actor:HealthcareService=%s&appointmentType=ROUTINE&status=free&_count=20&page=1"
                .formatted(service(next.getAndIncrement())));
    }

    private JsonNode book() throws IOException, InterruptedException {
        ReferralFill.Bookable one = bookable.poll();
        if (one == null) {
            throw new IllegalStateException("there are no slots left: give fewer seconds");
        }
        return post("/Appointment", "REFERRING_CLINICIAN", "A81001", """
                {"resourceType": "Appointment", "status": "booked", "start": "%s", "end": "%s", "slot": [{"reference": "Slot/%s"}],
                 "basedOn": [{"reference": "ServiceRequest/%s/_history/1"}], "participant": [
                  {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/ers-service", "value": "%s"}}, "status": "accepted"},
                  {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}, "status": "accepted"}]}""".formatted(
                        one.time(), one.time(), one.slot(), one.referral(), one.clinic(), one.patient()));
    }

    private JsonNode list() throws IOException, InterruptedException {
        return post("/ServiceRequest/$ers.fetchworklist", "SERVICE_PROVIDER_CLINICIAN", "RX1", """
                {"resourceType": "Parameters", "parameter": [
                 {"name": "listType", "valueCodeableConcept": {"coding": [{"code": "REFERRALS_FOR_REVIEW"}]}},
                 {"name": "service", "valueIdentifier": {"value": "%s"}}]}""".formatted(
                        service(next.getAndIncrement())));
    }

    private void put(String resource) throws IOException, InterruptedException {
        JsonNode tree = MAPPER.readTree(resource);
        HttpLoad.put(
                URI.create(base + "/" + tree.path("resourceType").asText() + "/"
                        + tree.path("id").asText()),
                resource.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(send(as("REFERRING_CLINICIAN", "A81001", path)
                .header("NHSD-eRS-Comm-Rule-Org", "A81001")
                .GET()));
    }

    private JsonNode post(String path, String function, String organisation, String body)
            throws IOException, InterruptedException {
        return MAPPER.readTree(send(as(function, organisation, path)
                .header("Content-Type", "application/fhir+json")
                .POST(BodyPublishers.ofString(body))));
    }

    private HttpRequest.Builder as(String function, String organisation, String path) {
        return HttpRequest.newBuilder(URI.create(ers + path))
                .header("NHSD-eRS-Business-Function", function)
                .header("NHSD-End-User-Organisation-ODS", organisation);
    }

    private static byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }
}
