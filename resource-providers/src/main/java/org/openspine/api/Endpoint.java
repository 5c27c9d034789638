package org.openspine.api;

import java.util.List;
import java.util.Set;

/**
 * One row of an API's published table: methods, a path and what answers there.
 *
 * @param pattern segments below the base, variables in braces: {@code Patient/{id}/RelatedPerson}
 * @param meaning what a developer finds there, in one sentence
 */
public record Endpoint(Set<HttpMethod> methods, List<String> pattern, String meaning, Handler handler) {
    /** Answers one request. */
    @FunctionalInterface
    public interface Handler {
        FhirResponse answer(IncomingRequest request);
    }

    public static Endpoint get(String pattern, String meaning, Handler handler) {
        return new Endpoint(Set.of(HttpMethod.GET, HttpMethod.HEAD), segments(pattern), meaning, handler);
    }

    public static Endpoint of(HttpMethod method, String pattern, String meaning, Handler handler) {
        return new Endpoint(Set.of(method), segments(pattern), meaning, handler);
    }

    public Endpoint {
        methods = Set.copyOf(methods);
        pattern = List.copyOf(pattern);
    }

    public boolean takes(String method) {
        return methods.stream().anyMatch(known -> known.name().equals(method));
    }

    /** Whether this row is about {@code path}, whatever the method. An operation never stands for a variable. */
    public boolean isAt(List<String> path) {
        if (path.size() != pattern.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            String wanted = pattern.get(i);
            String given = path.get(i);
            boolean matches = wanted.startsWith("{") ? !given.startsWith("$") : wanted.equals(given);
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    private static List<String> segments(String pattern) {
        return pattern.isEmpty() ? List.of() : List.of(pattern.split("/"));
    }
}
