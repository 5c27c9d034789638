package org.openspine.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.api.QueryParameters;
import org.openspine.audit.AuditEntry;
import org.openspine.audit.AuditTrail;

/**
 * Writes the audit entries of requests: of every answer before it leaves, and of every change also before it is made, so that
 * nothing is changed or shown of which there is no entry.
 */
public final class RequestAudit {
    private static final Pattern PATIENT =
            Pattern.compile("(?:Patient/|nhs-number\",\"value\":\")([0-9]{10})(?![0-9])");
    private static final Pattern OWN_ID = Pattern.compile("\"resourceType\":\"Patient\",\"id\":\"([0-9]{10})\"");
    private static final int MAX_PATIENTS = 1_000;
    private static final int HASH_BYTES = 9;

    private final AuditTrail trail;
    private final byte[] key;

    /** @param key for the hashes that stand in for search values */
    public RequestAudit(AuditTrail trail, byte[] key) {
        this.trail = trail;
        this.key = key.clone();
    }

    /** What is known of a request before it is answered. */
    record Asked(
            String service,
            String method,
            List<String> path,
            QueryParameters query,
            Caller caller,
            String address,
            String requestId) {
        static Asked of(
                String service,
                HttpServletRequest request,
                List<String> path,
                QueryParameters query,
                Caller caller,
                String requestId) {
            return new Asked(service, request.getMethod(), path, query, caller, request.getRemoteAddr(), requestId);
        }

        boolean isChange() {
            return !method.equals("GET") && !method.equals("HEAD") && !isSearch();
        }

        private boolean isSearch() {
            return !path.isEmpty() && path.get(path.size() - 1).equals("_search");
        }
    }

    /** That a change is about to be made; returns once that is durable. */
    void announce(Asked asked) {
        if (asked.isChange()) {
            trail.record(entry(asked, 0, patientsIn(asked.path())));
        }
    }

    /** What was answered; returns once that is durable, and only then may the answer leave. */
    void answered(Asked asked, FhirResponse answer) {
        Set<String> patients = patientsIn(asked.path());
        answer.body().ifPresent(body -> patients.addAll(patientsIn(body)));
        trail.record(entry(asked, answer.status(), patients));
    }

    void refused(Asked asked, int status) {
        trail.record(entry(asked, status, patientsIn(asked.path())));
    }

    private AuditEntry entry(Asked asked, int status, Set<String> patients) {
        return new AuditEntry(
                asked.service(),
                action(asked),
                asked.method() + " /" + String.join("/", asked.path()),
                hashed(asked.query()),
                status,
                AuditEntry.Who.of(asked.caller(), asked.address()),
                asked.requestId(),
                patients.stream().limit(MAX_PATIENTS).toList());
    }

    private static String action(Asked asked) {
        boolean operation = asked.path().stream().anyMatch(segment -> segment.startsWith("$"));
        return switch (asked.method()) {
            case "GET", "HEAD" -> operation || !asked.query().isEmpty() ? "E" : "R";
            case "POST" -> operation || asked.isSearch() ? "E" : "C";
            case "DELETE" -> "D";
            default -> "U";
        };
    }

    private static Set<String> patientsIn(List<String> path) {
        Set<String> patients = new LinkedHashSet<>();
        if (path.size() > 1 && path.get(0).equals("Patient") && path.get(1).matches("[0-9]{10}")) {
            patients.add(path.get(1));
        }
        return patients;
    }

    private static Set<String> patientsIn(JsonBody body) {
        String text = new String(body.toBytes(), StandardCharsets.ISO_8859_1);
        Set<String> patients = new LinkedHashSet<>();
        for (Pattern pattern : List.of(PATIENT, OWN_ID)) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find() && patients.size() < MAX_PATIENTS) {
                patients.add(matcher.group(1));
            }
        }
        return patients;
    }

    /** Names as sent; values as keyed hashes, so that equal searches can be told without telling what was searched. */
    private String hashed(QueryParameters query) {
        List<String> parts = new ArrayList<>();
        for (QueryParameters.Parameter parameter : query.all()) {
            boolean shape =
                    parameter.name().startsWith("_") && !parameter.name().startsWith("_has");
            parts.add(parameter.name() + "=" + (shape ? shown(parameter.value()) : hash(parameter.value())));
        }
        String joined = String.join("&", parts);
        return joined.substring(0, Math.min(joined.length(), 4_000));
    }

    private static String shown(String value) {
        return value.length() > 64 ? value.substring(0, 64) : value;
    }

    private String hash(String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    static Optional<String> requestId(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("X-Request-ID")).map(RequestAudit::shown);
    }
}
