package org.openspine.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Unscheduled looks at the plans of children that go on until the server is gone, and what the next server must have of them:
 * of every look that was answered one access record and one notification, which arrives; of one that was not answered both or
 * none; of nothing else anything.
 */
final class ProtectionCrash {
    private static final int CHILDREN = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path folder;
    private final List<String> children = new ArrayList<>();
    private final Queue<String> answered = new ConcurrentLinkedQueue<>();
    private final Queue<String> doubtful = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    /** @param folder into which the server drops notifications */
    ProtectionCrash(Path folder) {
        this.folder = folder;
        for (int stem = 946_000_000; children.size() < CHILDREN; stem++) {
            NhsNumber.ofStem(stem).ifPresent(number -> children.add(number.value()));
        }
    }

    int answers() {
        return answered.size();
    }

    int doubts() {
        return doubtful.size();
    }

    /** Stores the children, each with a plan of one of two councils. */
    void prepare(URI server) throws IOException, InterruptedException {
        for (int i = 0; i < CHILDREN; i++) {
            String number = children.get(i);
            send("PUT", server + "/FHIR/R4/Patient/" + number, """
                    {"resourceType": "Patient", "id": "%1$s",
                     "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%1$s"}]}""".formatted(number));
            send("POST", server + "/cpis/FHIR/R4", """
                    {"resourceType": "Bundle", "type": "collection", "entry": [
                     {"fullUrl": "CarePlan/c", "resource": {"resourceType": "CarePlan", "status": "active", "intent": "plan",
                       "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "342191000000101"}]}],
                       "subject": {"reference": "Patient/%s"}, "period": {"start": "2026-01-05"},
                       "careTeam": [{"reference": "CareTeam/t"}]}},
                     {"fullUrl": "CareTeam/t", "resource": {"resourceType": "CareTeam", "id": "t", "status": "active",
                       "name": "99%d - A COUNCIL", "telecom": [{"system": "phone", "value": "0113 496 0101"}]}}]}""".formatted(number, i % 2));
        }
    }

    /** Looks from several threads; ends once {@code count} were answered and the server was killed. */
    void lookUntilKilled(ServerProcess server, int count) throws InterruptedException {
        UntilKilled.run(server, count, enough -> look(server.address(), enough));
    }

    private void look(URI server, CountDownLatch enough) {
        for (int i = 0; ; i++) {
            String id = UUID.randomUUID().toString();
            String query = "?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + children.get(i % CHILDREN);
            HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/cpis/FHIR/R4/CareTeam" + query))
                    .header("X-Request-ID", id)
                    .build();
            try {
                int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
                if (status == 200) {
                    answered.add(id);
                    enough.countDown();
                } else {
                    unexpected.add("a look was answered " + status);
                    return;
                }
            } catch (IOException gone) {
                doubtful.add(id);
                return;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What the server has not of the looks, or too much; empty if it kept every promise. Waits for deliveries. */
    List<String> faults(URI server) throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>(unexpected);
        Map<String, Integer> records = new TreeMap<>();
        Set<String> notices = new HashSet<>();
        for (String child : children) {
            List<JsonNode> accesses = all(server, "AuditEvent?patient=Patient/" + child + "&subtype=unscheduled");
            accesses.forEach(access -> records.merge(requestId(access), 1, Integer::sum));
            List<JsonNode> told = all(server, "Communication?subject=Patient/" + child);
            told.forEach(notice -> notices.add(notice.path("id").asText()));
            if (accesses.size() != told.size()) {
                faults.add(
                        "%d looks at a child are recorded, and %d were told".formatted(accesses.size(), told.size()));
            }
        }
        for (String id : answered) {
            if (records.getOrDefault(id, 0) != 1) {
                faults.add(
                        "the look %s was answered and is recorded %d times".formatted(id, records.getOrDefault(id, 0)));
            }
        }
        Set<String> sent = new HashSet<>(answered);
        sent.addAll(doubtful);
        records.keySet().stream()
                .filter(id -> !sent.contains(id))
                .forEach(id -> faults.add("the look %s is recorded, and nobody sent it".formatted(id)));
        faults.addAll(undelivered(server, notices));
        return faults;
    }

    private List<String> undelivered(URI server, Set<String> notices) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Set<String> missing = new HashSet<>(notices);
            missing.removeAll(dropped());
            int waiting = all(server, "Communication?status=in-progress").size();
            if (missing.isEmpty() && waiting == 0) {
                return List.of();
            }
            if (System.nanoTime() > end) {
                return List.of(
                        "%d notifications did not arrive, %d are not completed".formatted(missing.size(), waiting));
            }
        }
    }

    /** Ids of the Communications in the folder. */
    private Set<String> dropped() throws IOException {
        Set<String> ids = new HashSet<>();
        for (String council : List.of("authority-990", "authority-991")) {
            Path mailbox = folder.resolve(council);
            if (!Files.isDirectory(mailbox)) {
                continue;
            }
            try (Stream<Path> files = Files.list(mailbox)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".json") && name.contains("Communication-"))
                        .forEach(name -> ids.add(name.substring(
                                name.indexOf("Communication-") + "Communication-".length(), name.length() - 5)));
            }
        }
        return ids;
    }

    private static String requestId(JsonNode access) {
        for (JsonNode entity : access.path("entity")) {
            if (entity.at("/type/code").asText().equals("XrequestId")) {
                return entity.at("/what/identifier/value").asText();
            }
        }
        return "";
    }

    private static List<JsonNode> all(URI server, String query) throws IOException, InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        String next = server + "/FHIR/R4/" + query + "&_count=200";
        while (!next.isEmpty()) {
            JsonNode page = JSON.readTree(
                    HTTP.send(HttpRequest.newBuilder(URI.create(next)).build(), BodyHandlers.ofByteArray())
                            .body());
            page.path("entry").forEach(entry -> found.add(entry.path("resource")));
            next = "";
            for (JsonNode link : page.path("link")) {
                next = link.path("relation").asText().equals("next")
                        ? link.path("url").asText()
                        : next;
            }
        }
        return found;
    }

    private static void send(String method, String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/fhir+json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IllegalStateException("%s was answered %d".formatted(method, status));
        }
    }
}
