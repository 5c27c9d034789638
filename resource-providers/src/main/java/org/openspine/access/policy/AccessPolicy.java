package org.openspine.access.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

/** The table of {@code policy.json}: for each national base path its rows, the first that fits counts. */
public final class AccessPolicy {
    /** What a caller may hold of scopes. */
    @FunctionalInterface
    public interface ScopeCheck {
        /** @param context {@code system}, {@code user} or {@code patient} */
        boolean allow(Set<String> scopes, String context, String type, char permission);
    }

    /** How the policy decides. */
    public enum Decision {
        /** No token is needed. */
        PUBLIC,
        ALLOWED,
        /** The table does not know the endpoint: nobody may. */
        NOT_LISTED,
        WRONG_MODE,
        WRONG_SCOPE,
        /** The role of a healthcare worker has none of the activities. */
        WRONG_ROLE
    }

    private final Map<String, Service> services;
    private final ScopeCheck scopes;

    /** @param open paths without a token */
    public record Service(String name, String base, Set<String> open, List<Rule> rules) {}

    private AccessPolicy(Map<String, Service> services, ScopeCheck scopes) {
        this.services = services;
        this.scopes = scopes;
    }

    public static AccessPolicy read(ScopeCheck scopes) {
        try (InputStream in = AccessPolicy.class.getResourceAsStream("policy.json")) {
            if (in == null) {
                throw new IllegalStateException("policy.json is missing");
            }
            Map<String, Service> services = new LinkedHashMap<>();
            for (JsonNode node : ResourceJson.parseAny(in.readAllBytes(), JsonLimits.RESOURCE)
                    .path("services")) {
                Service service = service(node);
                services.put(service.base(), service);
            }
            return new AccessPolicy(services, scopes);
        } catch (IOException e) {
            throw new IllegalStateException("policy.json cannot be read", e);
        }
    }

    public List<Service> services() {
        return List.copyOf(services.values());
    }

    /** Whether this path needs no token. */
    public boolean isPublic(String base, List<String> path) {
        Service service = services.get(base);
        return service != null && service.open().contains(String.join("/", path));
    }

    /** Whether a caller with a token may use the endpoint at all; the API itself checks what concerns the record. */
    public Decision decide(Caller caller, String base, String method, List<String> path) {
        if (isPublic(base, path)) {
            return Decision.PUBLIC;
        }
        Service service = services.get(base);
        if (service == null) {
            return Decision.NOT_LISTED;
        }
        for (Rule rule : service.rules()) {
            if (rule.isAbout(method, path)) {
                return need(rule, caller.mode())
                        .map(need -> decide(need, caller))
                        .orElse(Decision.WRONG_MODE);
            }
        }
        return Decision.NOT_LISTED;
    }

    private static Optional<Rule.Need> need(Rule rule, AccessMode mode) {
        return switch (mode) {
            case OPEN -> Optional.empty();
            case USER_RESTRICTED -> rule.worker();
            case PATIENT_ACCESS -> rule.patient();
            case APPLICATION_RESTRICTED, PRIVILEGED_APPLICATION_RESTRICTED -> rule.application();
        };
    }

    private Decision decide(Rule.Need need, Caller caller) {
        String context = context(caller.mode());
        boolean scoped = need.permissions()
                .chars()
                .allMatch(permission -> scopes.allow(caller.scopes(), context, need.type(), (char) permission));
        if (!scoped) {
            return Decision.WRONG_SCOPE;
        }
        boolean active = caller.mode() != AccessMode.USER_RESTRICTED
                || need.activities().isEmpty()
                || need.activities().stream().anyMatch(caller::may);
        return active ? Decision.ALLOWED : Decision.WRONG_ROLE;
    }

    /** The context of a scope that a mode needs. */
    public static String context(AccessMode mode) {
        return switch (mode) {
            case OPEN, USER_RESTRICTED -> "user";
            case PATIENT_ACCESS -> "patient";
            case APPLICATION_RESTRICTED, PRIVILEGED_APPLICATION_RESTRICTED -> "system";
        };
    }

    private static Service service(JsonNode node) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : node.path("rules")) {
            rules.add(new Rule(
                    rule.path("interaction").asText(),
                    texts(rule.path("methods")),
                    List.of(rule.path("path").asText().split("/")),
                    need(rule.path("application")),
                    need(rule.path("worker")),
                    need(rule.path("patient"))));
        }
        return new Service(node.path("name").asText(), node.path("base").asText(), texts(node.path("open")), rules);
    }

    private static Optional<Rule.Need> need(JsonNode node) {
        return node.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Rule.Need(node.path("scope").asText(), texts(node.path("activities"))));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
