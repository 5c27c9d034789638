package org.openspine.server.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.http.TestServers;

/** The e-Referral Service at 16 clients: create, read, slot search, booking and a worklist. Clients and server share the machine. */
public final class ReferralBenchmark {
    private static final int CLIENTS = 16;
    private static final int SERVICES = 40;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final String ers;
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<String[]> referrals = new ConcurrentLinkedQueue<>();
    private final Queue<String> slots = new ConcurrentLinkedQueue<>();

    private ReferralBenchmark(OpenSpine server) {
        base = server.address() + "/FHIR/R4";
        ers = server.address() + "/referrals/FHIR/R4";
    }

    /** Arguments: {@code h2} or {@code postgresql}; seconds of each measurement, 10 if left out. */
    public static void main(String[] arguments) throws Exception {
        String database = arguments.length > 0 ? arguments[0] : "h2";
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        StoreConfig store = database.equals("h2")
                ? StoreConfig.h2(Files.createTempDirectory("openspine-referrals"))
                : StoreConfig.postgresql(
                        "jdbc:postgresql://127.0.0.1:"
                                + EmbeddedPostgres.start().getPort() + "/postgres",
                        "postgres",
                        "");
        try (OpenSpine server = TestServers.start(store, ServerConfig.Samples.NONE)) {
            var benchmark = new ReferralBenchmark(server);
            benchmark.prepare();
            print(database, "create", Latencies.measure(CLIENTS, seconds, number -> benchmark::create));
            print(database, "read", Latencies.measure(CLIENTS, seconds, number -> benchmark::read));
            benchmark.prepareSlots();
            print(database, "slot search", Latencies.measure(CLIENTS, seconds, number -> benchmark::searchSlots));
            print(database, "booking", Latencies.measure(CLIENTS, seconds, number -> benchmark::book));
            print(database, "worklist of a service", Latencies.measure(CLIENTS, seconds, number -> benchmark::list));
        }
        System.exit(0); // the embedded database would go on
    }

    private static void print(String database, String what, Latencies measured) {
        System.out.printf("%-11s %-22s %s%n", database, what, measured);
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

    /** One free slot for each referral there is. */
    private void prepareSlots() throws Exception {
        String start = Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(48, ChronoUnit.HOURS)
                .toString();
        int number = 0;
        for (String[] referral : referrals) {
            String id = "slot-" + number++;
            put("""
                    {"resourceType": "Slot", "id": "%s", "schedule": {"reference": "Schedule/diary-%s"}, "status": "free",
                     "appointmentType": {"coding": [{"code": "ROUTINE"}]}, "start": "%s", "end": "%s"}""".formatted(id, referral[1], start, start));
            slots.add(id);
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
        referrals.add(new String[] {id, service});
        return id;
    }

    private String[] oneOfAll() {
        String[] referral = referrals.remove();
        referrals.add(referral);
        return referral;
    }

    private JsonNode read() throws IOException, InterruptedException {
        return get("/ServiceRequest/" + oneOfAll()[0]);
    }

    private JsonNode searchSlots() throws IOException, InterruptedException {
        return get("/Slot?schedule.actor:HealthcareService=%s&appointmentType=ROUTINE&status=free&_count=20&page=1"
                .formatted(service(next.getAndIncrement())));
    }

    private JsonNode book() throws IOException, InterruptedException {
        String[] referral = referrals.poll();
        String slot = slots.poll();
        if (referral == null || slot == null) {
            return get("/HealthcareService/" + service(0)); // all are booked
        }
        String time = MAPPER.readTree(send(HttpRequest.newBuilder(URI.create(base + "/Slot/" + slot))
                        .GET()))
                .path("start")
                .asText();
        return post("/Appointment", "REFERRING_CLINICIAN", "A81001", """
                {"resourceType": "Appointment", "status": "booked", "start": "%s", "end": "%s", "slot": [{"reference": "Slot/%s"}],
                 "basedOn": [{"reference": "ServiceRequest/%s/_history/1"}], "participant": [
                  {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/ers-service", "value": "%s"}}, "status": "accepted"},
                  {"actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9000000009"}}, "status": "accepted"}]}""".formatted(
                        time, time, slot, referral[0], referral[1]));
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
