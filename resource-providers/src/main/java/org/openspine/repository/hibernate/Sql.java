package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of SQL with its parameters, in the order of their question marks. Immutable. */
record Sql(String text, List<Object> parameters) {
    static Sql of(String text, Object... parameters) {
        return new Sql(text, List.of(parameters));
    }

    Sql then(Sql next) {
        List<Object> all = new ArrayList<>(parameters.size() + next.parameters.size());
        all.addAll(parameters);
        all.addAll(next.parameters);
        return new Sql(text + next.text, all);
    }

    Sql then(String text, Object... parameters) {
        return then(of(text, parameters));
    }

    Sql inParentheses() {
        return new Sql("(" + text + ")", parameters);
    }

    static Sql join(String separator, List<Sql> pieces) {
        return new Sql(
                pieces.stream().map(Sql::text).collect(Collectors.joining(separator)),
                pieces.stream().flatMap(piece -> piece.parameters.stream()).toList());
    }

    /** {@code (?, ?, ?)}. */
    static Sql list(List<?> values) {
        return new Sql("(" + "?, ".repeat(Math.max(0, values.size() - 1)) + "?)", List.copyOf(values));
    }
}
