package org.openspine.fhir;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.HttpMethod;

/**
 * The paths of the unified base and what they mean. The CapabilityStatement claims exactly these.
 *
 * <p>Patterns: {@code {type}} a served resource type, {@code {id}} and {@code {version}} any text, {@code {related}} a type
 * or {@code *}, {@code {operation}} a name with its dollar sign.
 */
public enum Route {
    CAPABILITIES(Set.of(HttpMethod.GET, HttpMethod.HEAD), "metadata"),
    BATCH(Set.of(HttpMethod.POST), ""),
    SEARCH_SYSTEM(Set.of(HttpMethod.GET, HttpMethod.HEAD), ""),
    SEARCH_SYSTEM_POST(Set.of(HttpMethod.POST), "_search"),
    HISTORY_SYSTEM(Set.of(HttpMethod.GET, HttpMethod.HEAD), "_history"),
    OPERATION_SYSTEM(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE), "{operation}"),
    SEARCH_TYPE(Set.of(HttpMethod.GET, HttpMethod.HEAD), "{type}"),
    SEARCH_TYPE_POST(Set.of(HttpMethod.POST), "{type}/_search"),
    CREATE(Set.of(HttpMethod.POST), "{type}"),
    UPDATE_CONDITIONAL(Set.of(HttpMethod.PUT), "{type}"),
    PATCH_CONDITIONAL(Set.of(HttpMethod.PATCH), "{type}"),
    DELETE_CONDITIONAL(Set.of(HttpMethod.DELETE), "{type}"),
    HISTORY_TYPE(Set.of(HttpMethod.GET, HttpMethod.HEAD), "{type}/_history"),
    OPERATION_TYPE(Set.of(HttpMethod.GET, HttpMethod.POST), "{type}/{operation}"),
    READ(Set.of(HttpMethod.GET, HttpMethod.HEAD), "{type}/{id}"),
    UPDATE(Set.of(HttpMethod.PUT), "{type}/{id}"),
    PATCH(Set.of(HttpMethod.PATCH), "{type}/{id}"),
    DELETE(Set.of(HttpMethod.DELETE), "{type}/{id}"),
    HISTORY_INSTANCE(Set.of(HttpMethod.GET, HttpMethod.HEAD), "{type}/{id}/_history"),
    VREAD(Set.of(HttpMethod.GET, HttpMethod.HEAD), "{type}/{id}/_history/{version}"),
    OPERATION_INSTANCE(Set.of(HttpMethod.GET, HttpMethod.POST), "{type}/{id}/{operation}"),
    SEARCH_COMPARTMENT(Set.of(HttpMethod.GET, HttpMethod.HEAD), "{type}/{id}/{related}"),
    SEARCH_COMPARTMENT_POST(Set.of(HttpMethod.POST), "{type}/{id}/{related}/_search");

    private final Set<HttpMethod> methods;
    private final List<String> pattern;

    Route(Set<HttpMethod> methods, String pattern) {
        this.methods = EnumSet.copyOf(methods);
        this.pattern = BundleEntry.segments(pattern);
    }

    public Set<HttpMethod> methods() {
        return Set.copyOf(methods);
    }

    /** Segments, variables in braces. */
    public List<String> pattern() {
        return pattern;
    }

    /**
     * What a caller must be allowed, as in SMART scopes; empty where every entry is asked for by itself, or where what is not
     * allowed is left out of the answer.
     */
    Optional<Character> permission() {
        return switch (this) {
            case CAPABILITIES,
                    BATCH,
                    SEARCH_SYSTEM,
                    SEARCH_SYSTEM_POST,
                    HISTORY_SYSTEM,
                    SEARCH_COMPARTMENT,
                    SEARCH_COMPARTMENT_POST -> Optional.empty();
            case SEARCH_TYPE, SEARCH_TYPE_POST, HISTORY_TYPE -> Optional.of('s');
            case READ, VREAD, HISTORY_INSTANCE, OPERATION_SYSTEM, OPERATION_TYPE, OPERATION_INSTANCE ->
                Optional.of('r');
            case CREATE -> Optional.of('c');
            case UPDATE, UPDATE_CONDITIONAL, PATCH, PATCH_CONDITIONAL -> Optional.of('u');
            case DELETE, DELETE_CONDITIONAL -> Optional.of('d');
        };
    }

    static Optional<Route> of(HttpMethod method, List<String> path) {
        for (Route route : values()) {
            if (route.methods.contains(method) && route.matches(path)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /** Methods that some route has for this path. */
    static List<HttpMethod> allowed(List<String> path) {
        Set<HttpMethod> allowed = EnumSet.noneOf(HttpMethod.class);
        for (Route route : values()) {
            if (route.matches(path)) {
                allowed.addAll(route.methods);
            }
        }
        return new ArrayList<>(allowed);
    }

    private boolean matches(List<String> path) {
        if (path.size() != pattern.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (!matches(pattern.get(i), path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(String pattern, String segment) {
        boolean isOperation = segment.startsWith("$");
        boolean isReserved = segment.startsWith("_") || segment.equals("metadata");
        return switch (pattern) {
            case "{operation}" -> isOperation;
            case "{type}", "{id}", "{related}", "{version}" -> !isOperation && !isReserved;
            default -> pattern.equals(segment);
        };
    }
}
