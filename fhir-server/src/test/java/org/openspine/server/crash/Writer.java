package org.openspine.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.openspine.server.crash.FhirClient.Answer;
import org.openspine.server.crash.FhirClient.Place;

/** One client: makes one write after another, on resources of its own and on shared ones, and notes what it was told. */
final class Writer {
    static final int CREATED_BY_TRANSACTION = 3;

    private static final int SHARED = 4;
    private static final int BUSY = 503;

    private final FhirClient client;
    private final Ledger ledger;
    private final String name;
    private final Random random;
    private final List<String> own = new ArrayList<>();
    private int written;

    Writer(FhirClient client, Ledger ledger, String name, Random random) {
        this.client = client;
        this.ledger = ledger;
        this.name = name;
        this.random = random;
    }

    /** Makes one write. False if the server could not be reached. */
    boolean writeOnce() {
        int dice = random.nextInt(100);
        if (dice < 40 || own.isEmpty()) {
            return create();
        }
        if (dice < 65) {
            return update(ownId(), true);
        }
        if (dice < 75) {
            return delete(ownId(), true);
        }
        if (dice < 85) {
            return update(sharedId(), false);
        }
        return dice < 88 ? delete(sharedId(), false) : transact();
    }

    private boolean create() {
        String identifier = nextIdentifier();
        Result result = send(() -> client.post("Flag", Flags.flag(identifier)), identifier);
        if (result.fate() == Fate.DOUBTFUL) {
            ledger.doubtCreate(identifier);
        }
        if (result.fate() == Fate.CONFIRMED) {
            Place place = result.answer().get(0).place().orElseThrow();
            ledger.confirm(place.id(), place.version(), identifier);
            own.add(place.id());
        }
        return result.reachable();
    }

    private boolean update(String id, boolean isOwn) {
        String identifier = nextIdentifier();
        Result result = send(() -> client.put("Flag/" + id, Flags.flag(id, identifier)), identifier);
        note(result, id, identifier, isOwn);
        return result.reachable();
    }

    private boolean delete(String id, boolean isOwn) {
        Result result = send(() -> client.delete("Flag/" + id), Ledger.DELETION);
        note(result, id, Ledger.DELETION, isOwn);
        return result.reachable();
    }

    private void note(Result result, String id, String identifier, boolean isOwn) {
        if (result.fate() == Fate.DOUBTFUL) {
            ledger.doubt(id, identifier);
            if (isOwn) {
                own.remove(id);
            }
        }
        if (result.fate() == Fate.CONFIRMED) {
            result.answer().get(0).version().ifPresent(version -> ledger.confirm(id, version, identifier));
        }
    }

    private boolean transact() {
        String sharedId = sharedId();
        String shared = nextIdentifier();
        List<String> created = IntStream.range(0, CREATED_BY_TRANSACTION)
                .mapToObj(i -> shared + "." + i)
                .toList();
        Result result = send(() -> client.post("", Flags.transaction(created, sharedId, shared)), shared);
        switch (result.fate()) {
            case REFUSED -> created.forEach(ledger::refuse);
            case DOUBTFUL -> ledger.doubt(new Ledger.DoubtfulTransaction(created, sharedId, shared));
            case CONFIRMED -> {
                JsonNode entries = result.answer().get(0).body().path("entry");
                for (int i = 0; i < entries.size(); i++) {
                    Place place = Place.parse(entries.path(i)
                                    .path("response")
                                    .path("location")
                                    .asText())
                            .orElseThrow();
                    ledger.confirm(place.id(), place.version(), i < created.size() ? created.get(i) : shared);
                }
            }
        }
        return result.reachable();
    }

    private String nextIdentifier() {
        return name + "-" + written++;
    }

    private String ownId() {
        return own.get(random.nextInt(own.size()));
    }

    private String sharedId() {
        return "shared-" + random.nextInt(SHARED);
    }

    private enum Fate {
        CONFIRMED,
        REFUSED,
        DOUBTFUL
    }

    /** @param answer empty if the connection broke */
    private record Result(Fate fate, List<Answer> answer) {
        boolean reachable() {
            return !answer.isEmpty();
        }
    }

    private interface Call {
        Answer send() throws IOException, InterruptedException;
    }

    private Result send(Call call, String identifier) {
        Answer answer;
        try {
            answer = call.send();
        } catch (IOException e) {
            return new Result(Fate.DOUBTFUL, List.of());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (answer.isSuccess()) {
            return new Result(Fate.CONFIRMED, List.of(answer));
        }
        if (answer.status() == BUSY) {
            ledger.busy();
            return new Result(Fate.DOUBTFUL, List.of(answer));
        }
        ledger.unexpected(answer.status() + " " + answer.body());
        if (answer.status() >= 500) {
            return new Result(Fate.DOUBTFUL, List.of(answer));
        }
        ledger.refuse(identifier);
        return new Result(Fate.REFUSED, List.of(answer));
    }
}
