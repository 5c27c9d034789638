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
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.crash.PostgresProcess;
import org.openspine.server.http.TestServers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The e-Referral Service over HTTP: a worklist by one client and by 16, with 10,000 referrals stored and with many more; then create,
 * read, slot search and booking by 16. Clients and server share the process.
 */
@Command(name = "referrals", mixinStandardHelpOptions = true, description = "Measures the e-Referral Service.")
public final class ReferralBenchmark implements Callable<Integer> {
    private static final int CLIENTS = 16;
    private static final int CLINICS = 40;
    private static final int FEW = 10_000;

    /** Slots at hand for each booking that is expected. */
    private static final int RESERVE = 2;

    private static final int FEWEST_SLOTS = 4_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Clinics whose lists are measured; they have the same length in every run. */
    private static final List<String> LISTED = clinics(40_000);

    /** Clinics to which the measurements refer and where they book. */
    private static final List<String> BOOKED = clinics(41_000);

    enum Store {
        H2,
        POSTGRES
    }

    @Option(names = "--referrals", defaultValue = "10000", description = "in the store")
    private int many = FEW;

    @Option(names = "--store", defaultValue = "H2", description = "H2 or POSTGRES")
    private Store store = Store.H2;

    @Option(names = "--seconds", defaultValue = "8", description = "of each measurement; 0: only fill the store")
    private int seconds = 8;

    @Option(
            names = "--folder",
            description = "of the store: used as it is if an earlier run filled it, else filled and kept")
    private @Nullable Path kept;

    private final AtomicInteger next = new AtomicInteger();
    private final Queue<String> created = new ConcurrentLinkedQueue<>();
    private final Queue<ReferralFill.Bookable> bookable = new ConcurrentLinkedQueue<>();
    private Callable<List<ReferralFill.Bookable>> slots = List::of;
    private String base = "";
    private String ers = "";

    private ReferralBenchmark() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ReferralBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    private static List<String> clinics(int first) {
        return IntStream.range(first, first + CLINICS)
                .mapToObj(Integer::toString)
                .toList();
    }

    @Override
    public Integer call() throws Exception {
        double few = 0;
        if (many > FEW && seconds > 0) {
            few = inScratchFolder(folder -> inStore(folder, FEW, this::worklist));
        }
        Path folder = kept;
        double all = folder == null
                ? inScratchFolder(scratch -> inStore(scratch, many, this::everything))
                : inStore(Files.createDirectories(folder), many, this::everything);
        if (few > 0) {
            System.out.printf("worklist p50 with %,d referrals: %.2f times that with %,d%n", many, all / few, FEW);
        }
        return 0;
    }

    /** What is measured; returns the median of a worklist in ms. */
    @FunctionalInterface
    private interface Measurement<T> {
        double of(T place) throws Exception;
    }

    private static double inScratchFolder(Measurement<Path> measurement) throws Exception {
        Path folder = Files.createTempDirectory("openspine-referrals");
        try {
            return measurement.of(folder);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private double inStore(Path folder, int referrals, Measurement<StoreConfig> measurement) throws Exception {
        Path filled = folder.resolve("filled");
        boolean there = Files.exists(filled);
        if (store == Store.H2) {
            return inStore(StoreConfig.h2(folder.resolve("data")), filled, referrals, measurement);
        }
        Path data = folder.resolve("postgres");
        try (PostgresProcess postgres = there ? PostgresProcess.open(data) : PostgresProcess.create(data)) {
            StoreConfig config = StoreConfig.postgresql(postgres.url(), postgres.user(), "");
            return inStore(config, filled, referrals, measurement);
        }
    }

    private double inStore(StoreConfig config, Path filled, int referrals, Measurement<StoreConfig> measurement)
            throws Exception {
        if (Files.exists(filled)) {
            System.out.println("store      as filled before: " + Files.readString(filled));
        } else {
            String what = "%,d referrals".formatted(referrals);
            new StoreFilling(config).fill(what, repository -> new ReferralFill(repository).all(LISTED, referrals));
            Files.writeString(filled, what);
        }
        return seconds == 0 ? 0 : measurement.of(config);
    }

    private OpenSpine start(StoreConfig config) throws Exception {
        OpenSpine server = TestServers.start(config, ServerConfig.Samples.NONE);
        base = server.address() + "/FHIR/R4";
        ers = server.address() + "/referrals/FHIR/R4";
        prepare();
        return server;
    }

    /** Measures worklists only; returns the median of one client in ms. */
    private double worklist(StoreConfig config) throws Exception {
        try (OpenSpine server = start(config)) {
            return worklist();
        }
    }

    private double everything(StoreConfig config) throws Exception {
        try (OpenSpine server = start(config)) {
            var fill = new ReferralFill(server.repository());
            double median = worklist();
            print("create", at(CLIENTS, number -> this::create));
            int expected = Math.max(FEWEST_SLOTS, RESERVE * created.size());
            bookable.addAll(fill.bookable(BOOKED, expected));
            slots = () -> fill.bookable(BOOKED, FEWEST_SLOTS);
            new StoreFilling(config).execute("ANALYZE"); // as autovacuum does soon after so many inserts
            print("read", at(CLIENTS, number -> this::read));
            print("slot search", at(CLIENTS, number -> this::searchSlots));
            print("booking", at(CLIENTS, number -> this::book));
            return median;
        }
    }

    private double worklist() throws Exception {
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

    private static String any(List<String> clinics, int number) {
        return clinics.get(number % clinics.size());
    }

    private void prepare() throws Exception {
        put("""
                {"resourceType": "Patient", "id": "9000000009", "gender": "female", "birthDate": "1980-02-03",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9000000009"}],
                 "generalPractitioner": [{"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "A81001"}}]}""");
        for (String id : Stream.concat(LISTED.stream(), BOOKED.stream()).toList()) {
            put("""
                    {"resourceType": "HealthcareService", "id": "%s", "active": true, "name": "Clinic %s",
                     "providedBy": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RX1"}},
                     "characteristic": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/eRS-BookableType", "code": "DIRECTLY_BOOKABLE"}]}]}""".formatted(id, id));
        }
        for (String id : BOOKED) {
            put("""
                    {"resourceType": "Schedule", "id": "diary-%s", "actor": [{"reference": "HealthcareService/%s"}]}""".formatted(id, id));
        }
    }

    private String create() throws IOException, InterruptedException {
        String service = any(BOOKED, next.getAndIncrement());
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
                .formatted(any(BOOKED, next.getAndIncrement())));
    }

    /** A free slot with a referral for it; if there is none left, others wait while more are made. */
    private synchronized ReferralFill.Bookable free() throws Exception {
        if (bookable.isEmpty()) {
            bookable.addAll(slots.call());
        }
        return bookable.remove();
    }

    private JsonNode book() throws Exception {
        ReferralFill.Bookable one = free();
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
                        any(LISTED, next.getAndIncrement())));
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
