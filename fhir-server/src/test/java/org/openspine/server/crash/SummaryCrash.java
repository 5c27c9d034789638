package org.openspine.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.openspine.terminology.identifier.NhsNumber;

/** Uploads of summaries that go on until the server is gone, and what the next server must know of them. */
final class SummaryCrash {
    private static final int PATIENTS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ObjectNode document;
    private final List<String> patients = new ArrayList<>();
    private final Queue<Upload> answered = new ConcurrentLinkedQueue<>();
    private final Queue<Upload> doubtful = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    record Upload(String number, String scrId, String requestId) {}

    /** @param document a summary to be sent again and again, for other patients and with other ids */
    SummaryCrash(ObjectNode document) {
        this.document = document;
        for (int stem = 945_000_000; patients.size() < PATIENTS; stem++) {
            NhsNumber.ofStem(stem).ifPresent(number -> patients.add(number.value()));
        }
    }

    int answers() {
        return answered.size();
    }

    /** Uploads from several threads; ends once {@code count} were answered and the victim was killed. */
    void uploadUntilKilled(ServerProcess server, int count) throws InterruptedException {
        UntilKilled.run(server, count, enough -> upload(server.address(), enough));
    }

    private void upload(URI server, CountDownLatch enough) {
        for (int i = 0; ; i++) {
            Upload upload = new Upload(
                    patients.get(i % PATIENTS),
                    UUID.randomUUID().toString().toUpperCase(Locale.ROOT),
                    UUID.randomUUID().toString());
            try {
                int status = send(server, upload);
                if (status == 201) {
                    answered.add(upload);
                    enough.countDown();
                } else {
                    unexpected.add("an upload was answered " + status);
                    return;
                }
            } catch (IOException gone) {
                doubtful.add(upload);
                return;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private int send(URI server, Upload upload) throws IOException, InterruptedException {
        String json = document.toString().replace("NHS-NUMBER", upload.number()).replace("SCR-ID", upload.scrId());
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/summary-care-record/FHIR/R4/Bundle"))
                .header("Content-Type", "application/fhir+json")
                .header("X-Request-ID", upload.requestId())
                .POST(BodyPublishers.ofString(json))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** What the server does not know as it was answered; empty if it kept every promise. */
    List<String> faults(URI server) throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>(unexpected);
        Map<String, String> newest = new ConcurrentHashMap<>();
        for (String number : patients) {
            JsonNode current = get(server, "DocumentReference?subject=Patient/" + number + "&status=current");
            if (current.path("entry").size() > 1) {
                faults.add("a patient has two newest summaries");
            }
            newest.put(
                    number,
                    current.at("/entry/0/resource/masterIdentifier/value").asText());
        }
        for (Upload upload : answered) {
            JsonNode found = get(server, "DocumentReference?identifier=" + upload.scrId());
            if (found.path("entry").size() != 1) {
                faults.add(upload.scrId() + " was answered and is there "
                        + found.path("entry").size() + " times");
                continue;
            }
            String place =
                    found.at("/entry/0/resource/content/0/attachment/url").asText();
            if (!get(server, place).toString().contains(upload.scrId())) {
                faults.add(upload.scrId() + " has no document");
            }
        }
        for (Upload upload : doubtful) {
            int status = send(server, upload);
            int there = get(server, "DocumentReference?identifier=" + upload.scrId())
                    .path("entry")
                    .size();
            if (status != 201 || there != 1) {
                faults.add("%s was sent again, answered %d, and is there %d times"
                        .formatted(upload.scrId(), status, there));
            }
        }
        answered.addAll(doubtful);
        doubtful.clear();
        for (String number : patients) {
            String last = newest.getOrDefault(number, "");
            if (!last.isEmpty()
                    && answered.stream().noneMatch(upload -> upload.scrId().equals(last))) {
                faults.add(last + " is the newest, and nobody sent it");
            }
        }
        return faults;
    }

    private static JsonNode get(URI server, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/FHIR/R4/" + path))
                .GET()
                .build();
        HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("answered %d to GET %s".formatted(response.statusCode(), path));
        }
        return JSON.readTree(response.body());
    }
}
