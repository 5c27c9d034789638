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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.openspine.access.Caller;
import org.openspine.api.QueryParameters;
import org.openspine.audit.AuditEntry;
import org.openspine.audit.AuditTrail;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.Witness;

/**
 * Writes the audit entries of requests: of a change in its own transaction, of every other answer before it leaves, so that
 * nothing is changed or shown of which there is no entry.
 */
public final class RequestAudit {
    private static final int MAX_PATIENTS = 1_000;
    private static final int MAX_CHANGES = 100;
    private static final int HASH_BYTES = 9;
    private static final Pattern NHS_NUMBER = Pattern.compile("[0-9]{10}");

    private final ResourceRepository repository;
    private final AuditTrail trail;
    private final byte[] key;

    /** @param key for the hashes that stand in for search values */
    public RequestAudit(ResourceRepository repository, AuditTrail trail, byte[] key) {
        this.repository = repository;
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

    /** For one request. */
    Account account() {
        return new Account();
    }

    /** What one request does. Its changes bring their entry along; what it reads is told with its answer. */
    final class Account implements Witness {
        private @Nullable Asked asked;
        private final Set<Long> touched = new LinkedHashSet<>();
        private final Set<Long> told = new LinkedHashSet<>();
        private AuditTrail.@Nullable Joined joined;
        private boolean changed;

        /** Runs {@code work}, the answering of the request, and keeps what it does to people's records. */
        <T> T during(Asked request, Supplier<T> work) {
            asked = request;
            return repository.witnessed(this, work);
        }

        /** What was answered; returns once that is durable, and only then may the answer leave. */
        void answered(Asked request, int status) {
            boolean known = changed && told.containsAll(touched) && status < 400;
            if (!known) {
                trail.record(entry(request, status, patients(request), List.of()));
            }
        }

        @Override
        public void touched(long nhsNumber) {
            if (touched.size() < MAX_PATIENTS) {
                touched.add(nhsNumber);
            }
        }

        @Override
        public void beforeCommit(List<Change> changes) {
            Asked known = asked;
            if (known == null || !known.isChange()) {
                return;
            }
            changes.forEach(change -> {
                if (change.patient() != null) {
                    touched(change.patient());
                }
            });
            joined = trail.join(entry(
                    known,
                    0,
                    patients(known),
                    changes.stream().limit(MAX_CHANGES).map(Account::version).toList()));
        }

        private static String version(Change change) {
            return change.key() + "/_history/" + change.version();
        }

        @Override
        public void committed() {
            if (joined != null) {
                joined.committed();
                joined = null;
                changed = true;
                told.addAll(touched);
            }
        }

        @Override
        public void notCommitted() {
            joined = null;
        }

        private Set<String> patients(Asked request) {
            Set<String> patients = patientsIn(request.path());
            touched.forEach(number -> patients.add("%010d".formatted(number)));
            return patients;
        }
    }

    private AuditEntry entry(Asked asked, int status, Set<String> patients, List<String> changed) {
        return new AuditEntry(
                asked.service(),
                action(asked),
                asked.method() + " /" + String.join("/", asked.path()),
                hashed(asked.query()),
                status,
                AuditEntry.Who.of(asked.caller(), asked.address()),
                asked.requestId(),
                patients.stream().limit(MAX_PATIENTS).toList(),
                changed);
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
        if (path.size() > 1
                && path.get(0).equals("Patient")
                && NHS_NUMBER.matcher(path.get(1)).matches()) {
            patients.add(path.get(1));
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
