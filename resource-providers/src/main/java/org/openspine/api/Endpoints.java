package org.openspine.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table of an API's endpoints; the first row that fits counts. */
public record Endpoints(List<Endpoint> rows) {
    public Endpoints {
        rows = List.copyOf(rows);
    }

    public Optional<Endpoint> of(String method, List<String> path) {
        return rows.stream().filter(row -> row.takes(method) && row.isAt(path)).findFirst();
    }

    /** Methods that some row has for this path; empty if the path means nothing. */
    public Set<HttpMethod> methodsAt(List<String> path) {
        Set<HttpMethod> methods = EnumSet.noneOf(HttpMethod.class);
        rows.stream().filter(row -> row.isAt(path)).forEach(row -> methods.addAll(row.methods()));
        return methods;
    }
}
