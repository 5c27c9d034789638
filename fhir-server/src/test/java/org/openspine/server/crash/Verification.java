package org.openspine.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openspine.server.crash.FhirClient.Answer;

/** Compares a running server with a {@link Ledger}, through its public API. */
final class Verification {
    private static final int READERS = 8;
    private static final int GONE = 410;
    private static final int NOT_FOUND = 404;

    private final FhirClient client;
    private final Ledger ledger;
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    /** Identifier of the current version of each resource that has one: what searches must find. */
    private final Map<String, String> current = new ConcurrentHashMap<>();

    /** Identifiers of all versions of all resources. */
    private final Set<String> stored = ConcurrentHashMap.newKeySet();

    private Verification(FhirClient client, Ledger ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    /** Everything that is not as the ledger says; empty if the store kept its promises. */
    static List<String> faults(FhirClient client, Ledger ledger) throws InterruptedException, ExecutionException {
        Verification verification = new Verification(client, ledger);
        verification.run();
        return List.copyOf(verification.faults);
    }

    private interface Check {
        void run() throws IOException, InterruptedException;
    }

    private void run() throws InterruptedException, ExecutionException {
        List<Check> first = new ArrayList<>();
        ledger.resources().forEach((id, notes) -> first.add(() -> checkResource(id, notes)));
        runAll(first);
        List<Check> second = new ArrayList<>();
        identifiers().forEach(identifier -> second.add(() -> checkSearch(identifier)));
        ledger.doubtfulCreates().forEach(identifier -> second.add(() -> checkDoubtfulCreate(identifier)));
        ledger.refused().forEach(identifier -> second.add(() -> checkAbsent(identifier)));
        ledger.doubtfulTransactions().forEach(transaction -> second.add(() -> checkWhole(transaction)));
        runAll(second);
    }

    private void runAll(List<Check> checks) throws InterruptedException, ExecutionException {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Check check : checks) {
                running.add(readers.submit(() -> {
                    check.run();
                    return check;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            readers.shutdownNow();
        }
    }

    /** Every version that was ever answered or doubted. */
    private Set<String> identifiers() {
        Set<String> all = new HashSet<>();
        ledger.resources().values().forEach(notes -> {
            all.addAll(notes.confirmed().values());
            all.addAll(notes.doubtful());
        });
        all.remove(Ledger.DELETION);
        return all;
    }

    private void checkResource(String id, Ledger.Notes notes) throws IOException, InterruptedException {
        Map<Long, String> confirmed = notes.confirmed();
        TreeMap<Long, String> versions = history(id);
        if (versions.isEmpty()) {
            require(confirmed.isEmpty(), "%s is lost with versions %s".formatted(id, confirmed));
            return;
        }
        long newest = versions.lastKey();
        require(versions.size() == newest, "%s has gaps: %s".formatted(id, versions.keySet()));
        confirmed.forEach((version, identifier) -> require(
                identifier.equals(versions.get(version)),
                "%s version %d was answered as %s and is %s"
                        .formatted(id, version, identifier, versions.get(version))));
        versions.forEach((version, identifier) -> {
            require(
                    confirmed.containsKey(version) || notes.doubtful().contains(identifier),
                    "%s version %d is %s, which nobody sent".formatted(id, version, identifier));
            require(
                    identifier.equals(Ledger.DELETION) || stored.add(identifier),
                    "%s was stored twice".formatted(identifier));
        });
        checkRead(id, newest, versions.lastEntry().getValue());
        for (Map.Entry<Long, String> version : confirmed.entrySet()) {
            Answer answer = client.get("Flag/" + id + "/_history/" + version.getKey());
            require(
                    identifier(answer).equals(version.getValue()),
                    "vread of %s version %d is %s".formatted(id, version.getKey(), answer));
        }
    }

    private void checkRead(String id, long newest, String identifier) throws IOException, InterruptedException {
        Answer read = client.get("Flag/" + id);
        require(identifier(read).equals(identifier), "%s should be %s and is %s".formatted(id, identifier, read));
        if (!identifier.equals(Ledger.DELETION)) {
            require(read.version().orElse(0) == newest, "%s should be at version %d".formatted(id, newest));
            current.put(identifier, id);
        }
    }

    private TreeMap<Long, String> history(String id) throws IOException, InterruptedException {
        TreeMap<Long, String> versions = new TreeMap<>();
        String next = "Flag/" + id + "/_history?_count=200";
        while (!next.isEmpty()) {
            Answer page = client.get(next);
            if (page.status() == NOT_FOUND) {
                return versions;
            }
            require(page.status() == 200, "history of %s answers %s".formatted(id, page));
            for (JsonNode entry : page.body().path("entry")) {
                String version = entry.path("response").path("etag").asText().replaceAll("\\D", "");
                boolean deleted = entry.path("request").path("method").asText().equals("DELETE");
                versions.put(Long.parseLong(version), deleted ? Ledger.DELETION : identifier(entry.path("resource")));
            }
            next = "";
            for (JsonNode link : page.body().path("link")) {
                next = link.path("relation").asText().equals("next")
                        ? link.path("url").asText()
                        : next;
            }
        }
        return versions;
    }

    private void checkSearch(String identifier) throws IOException, InterruptedException {
        String holder = current.getOrDefault(identifier, "");
        Set<String> expected = holder.isEmpty() ? Set.of() : Set.of(holder);
        Set<String> found = search(identifier).keySet();
        require(found.equals(expected), "search of %s finds %s, not %s".formatted(identifier, found, expected));
    }

    private void checkDoubtfulCreate(String identifier) throws IOException, InterruptedException {
        for (Map.Entry<String, JsonNode> found : search(identifier).entrySet()) {
            Answer read = client.get("Flag/" + found.getKey());
            require(read.version().orElse(0) == 1, "%s was created once and is %s".formatted(identifier, read));
        }
    }

    private void checkAbsent(String identifier) throws IOException, InterruptedException {
        require(search(identifier).isEmpty(), "%s was refused and is there".formatted(identifier));
    }

    private void checkWhole(Ledger.DoubtfulTransaction transaction) throws IOException, InterruptedException {
        int parts = stored.contains(transaction.shared()) ? 1 : 0;
        for (String identifier : transaction.created()) {
            parts += search(identifier).size();
        }
        int whole = transaction.created().size() + 1;
        require(parts == 0 || parts == whole, "%d of %d of %s".formatted(parts, whole, transaction));
    }

    /** Resources by logical id. */
    private Map<String, JsonNode> search(String identifier) throws IOException, InterruptedException {
        Answer answer = client.get("Flag?identifier=" + Flags.SYSTEM + "%7C" + identifier);
        require(answer.status() == 200, "search of %s answers %s".formatted(identifier, answer));
        Map<String, JsonNode> found = new HashMap<>();
        for (JsonNode entry : answer.body().path("entry")) {
            JsonNode resource = entry.path("resource");
            require(identifier(resource).equals(identifier), "search of %s finds %s".formatted(identifier, resource));
            found.put(resource.path("id").asText(), resource);
        }
        return found;
    }

    private static String identifier(Answer answer) {
        return answer.status() == GONE ? Ledger.DELETION : identifier(answer.body());
    }

    private static String identifier(JsonNode flag) {
        return flag.path("identifier").path(0).path("value").asText();
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
