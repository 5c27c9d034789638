package org.openspine.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openspine.access.Caller;
import org.openspine.error.SpineException;
import org.openspine.repository.ReplayStore;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.UuidForm;

/**
 * Requests with an effect that may be sent again: the same request gets the same answer and has no second effect. A key that
 * comes with other content is a request of its own. Of racing twins one has the effect, the other gets its answer.
 *
 * <p>Hardly any request is sent again, so nothing is looked up before the effect: the answer of a request that was answered
 * before finds its place taken, all is undone, and the kept answer is given.
 */
public final class Replays {
    /** The header that marks an answer given before. */
    public static final String HEADER = "OpenSpine-Replayed";

    /** Headers that tell, beside the token, for whom and on which condition something is asked. */
    private static final List<String> TELLING = List.of(
            "If-Match",
            "NHSD-Session-URID",
            "NHSD-Identity-UUID",
            "NHSD-End-User-Organisation-ODS",
            "NHSD-End-User-Organisation");

    private final ResourceRepository repository;
    private final Duration kept;
    private final Clock clock;

    /** @param kept how long after the answer a request may be sent again */
    public Replays(ResourceRepository repository, Duration kept, Clock clock) {
        this.repository = repository;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * A change at a national API: whoever sends it again with its {@code X-Request-ID} gets the answer of the first time. One
     * that has no UUID there is like no other, and reads are done each time.
     *
     * @param service base path of the API
     */
    public FhirResponse once(String service, IncomingRequest request, Endpoint.Handler effect) {
        Optional<String> id = request.headers().filled("X-Request-ID").filter(UuidForm::isUuid);
        if (id.isEmpty() || request.method().equals("GET") || request.isHead()) {
            return effect.answer(request);
        }
        return once(key(service, request, id.get()), request.content().bytes(), () -> effect.answer(request));
    }

    private static List<String> key(String service, IncomingRequest request, String id) {
        Caller caller = request.caller();
        Stream<String> sent = Stream.of(
                service,
                id.toLowerCase(Locale.ROOT),
                caller.client(),
                caller.user(),
                caller.login().map(Caller.Login::nhsNumber).orElse(""),
                caller.role().map(Caller.Role::urid).orElse(""),
                caller.organisation(),
                request.method(),
                request.place(),
                request.query().toString());
        Stream<String> told =
                TELLING.stream().map(name -> request.headers().first(name).orElse(""));
        return Stream.concat(sent, told).toList();
    }

    /**
     * @param key names the request among those of its sender: sender, method, path and request id
     * @param content what was sent
     * @param effect runs in the transaction in which its answer is kept, again if that lost a race; what it throws is not
     *     kept
     */
    public FhirResponse once(List<String> key, byte[] content, Supplier<FhirResponse> effect) {
        Sent sent = new Sent(hash(String.join("\n", key).getBytes(StandardCharsets.UTF_8)), hash(content));
        AtomicBoolean tried = new AtomicBoolean();
        try {
            return repository.inTransaction(
                    () -> tried.getAndSet(true) ? againOrFirst(sent, effect) : first(sent, effect));
        } catch (SpineException refused) {
            return repository
                    .replays()
                    .find(sent.request(), clock.instant())
                    .filter(sent::isSame)
                    .map(Replays::answer)
                    .orElseThrow(() -> refused);
        }
    }

    /** Hashes of what names a request and of what it says. */
    private record Sent(String request, String content) {
        boolean isSame(ReplayStore.KeptAnswer known) {
            return known.content().equals(content);
        }
    }

    private FhirResponse first(Sent sent, Supplier<FhirResponse> effect) {
        FhirResponse answer = effect.get();
        repository
                .replays()
                .keep(kept(
                        sent.request(), sent.content(), answer, clock.instant().plus(kept)));
        return answer;
    }

    private FhirResponse againOrFirst(Sent sent, Supplier<FhirResponse> effect) {
        ReplayStore replays = repository.replays();
        Instant now = clock.instant();
        Optional<ReplayStore.KeptAnswer> known = replays.find(sent.request(), now);
        if (known.isEmpty()) {
            replays.removeExpired(sent.request(), now);
            return first(sent, effect);
        }
        return known.filter(sent::isSame).map(Replays::answer).orElseGet(effect);
    }

    private static ReplayStore.KeptAnswer kept(String request, String sent, FhirResponse answer, Instant expires) {
        List<String> lines = new ArrayList<>();
        answer.headers().forEach((name, value) -> lines.add(name + ": " + value));
        answer.location().ifPresent(url -> lines.add(LOCATION + url));
        answer.version().ifPresent(tag -> lines.add(VERSION + tag.lastModified() + " " + tag.etag()));
        byte[] body = answer.body().map(JsonBody::toBytes).orElse(new byte[0]);
        return new ReplayStore.KeptAnswer(request, sent, answer.status(), String.join("\n", lines), body, expires);
    }

    private static final String LOCATION = "location ";
    private static final String VERSION = "version ";

    private static FhirResponse answer(ReplayStore.KeptAnswer kept) {
        Map<String, String> headers = new LinkedHashMap<>();
        Optional<String> location = Optional.empty();
        Optional<FhirResponse.VersionTag> version = Optional.empty();
        for (String line : kept.headers().split("\n")) {
            if (line.startsWith(LOCATION)) {
                location = Optional.of(line.substring(LOCATION.length()));
            } else if (line.startsWith(VERSION)) {
                String[] parts = line.substring(VERSION.length()).split(" ", 2);
                version = Optional.of(new FhirResponse.VersionTag(parts[1], Instant.parse(parts[0])));
            } else if (!line.isEmpty()) {
                int colon = line.indexOf(": ");
                headers.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        headers.put(HEADER, "true");
        Optional<JsonBody> body = kept.body().length == 0 ? Optional.empty() : Optional.of(JsonBody.of(kept.body()));
        return new FhirResponse(kept.status(), version, location, body, Optional.empty(), headers);
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
