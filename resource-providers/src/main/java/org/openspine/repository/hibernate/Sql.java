package org.openspine.repository.hibernate;

import java.util.ArrayList;
import java.util.Collection;
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
        return within("(", ")");
    }

    Sql within(String before, String after) {
        return new Sql(before + text + after, parameters);
    }

    static Sql join(String separator, List<Sql> pieces) {
        return new Sql(
                pieces.stream().map(Sql::text).collect(Collectors.joining(separator)),
                pieces.stream().flatMap(piece -> piece.parameters.stream()).toList());
    }

    /**
     * {@code first = … AND second IN (…)} in the form that both databases answer from an index on the two columns: H2 does
     * not use the second one of a plain IN.
     */
    static Sql pairs(String first, String second, Object fixed, Collection<?> values) {
        if (values.size() == 1) {
            return of(
                    first + " = ? AND " + second + " = ?",
                    fixed,
                    values.iterator().next());
        }
        List<Object> parameters = new ArrayList<>(2 * values.size());
        for (Object value : values) {
            parameters.add(fixed);
            parameters.add(value);
        }
        String rows = "(?, ?), ".repeat(values.size());
        return new Sql(
                "(" + first + ", " + second + ") IN (" + rows.substring(0, Math.max(0, rows.length() - 2)) + ")",
                parameters);
    }

    /** {@code (?, ?, ?)}. */
    static Sql list(List<?> values) {
        return new Sql("(" + "?, ".repeat(Math.max(0, values.size() - 1)) + "?)", List.copyOf(values));
    }
}
