package org.openspine.repository.hibernate;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.IndexValue;

/**
 * Index values that wait to be written, a batch for each table, with the lowest and highest of each parameter marked for
 * sorting. Plain JDBC: a resource has dozens of rows, and Hibernate's share of each was as large as the database's.
 */
final class IndexRows {
    private static final String COLUMNS = "resource_id, parameter, item, extreme, patient, ";

    private final Map<IndexKind, List<Row>> waiting = new EnumMap<>(IndexKind.class);

    private record Row(long resourceId, @Nullable Long patient, short extreme, IndexValue value) {}

    void add(Collection<IndexValue> values, long resourceId, @Nullable Long patient) {
        Map<Long, Extremes> extremes = new HashMap<>();
        for (IndexValue value : values) {
            extremes.computeIfAbsent(value.parameter(), parameter -> new Extremes(value))
                    .include(value);
        }
        for (IndexValue value : values) {
            Extremes ends = extremes.get(value.parameter());
            short extreme = ends == null ? 0 : ends.markOf(value);
            waiting.computeIfAbsent(IndexKind.of(value), kind -> new ArrayList<>())
                    .add(new Row(resourceId, patient, extreme, value));
        }
    }

    void flush(StatelessSession session, Statements statements) {
        waiting.forEach((kind, rows) -> {
            if (!rows.isEmpty()) {
                statements.batch(session, insertInto(kind), rows, IndexRows::bind);
                rows.clear();
            }
        });
    }

    /** Rows of a resource: those of the parameters from first to last. */
    record Range(long resourceId, long first, long last) {
        static Range all(long resourceId) {
            return new Range(resourceId, Long.MIN_VALUE, Long.MAX_VALUE);
        }

        static Range of(long resourceId, long parameter) {
            return new Range(resourceId, parameter, parameter);
        }
    }

    /** One statement for whole resources and single parameters alike. */
    static void delete(StatelessSession session, Statements statements, IndexKind kind, List<Range> ranges) {
        if (!ranges.isEmpty()) {
            statements.batch(
                    session,
                    "DELETE FROM " + MatchSql.table(kind) + " WHERE resource_id = ? AND parameter BETWEEN ? AND ?",
                    ranges,
                    (statement, range) -> {
                        statement.setLong(1, range.resourceId());
                        statement.setLong(2, range.first());
                        statement.setLong(3, range.last());
                    });
        }
    }

    private static String insertInto(IndexKind kind) {
        String own =
                switch (kind) {
                    case TEXT -> "value, exact) VALUES (?, ?, ";
                    case TOKEN -> "value, system) VALUES (?, ?, ";
                    case REFERENCE -> "value, target_type) VALUES (?, ?, ";
                    case DATE -> "value, high) VALUES (?, ?, ";
                    case NUMBER, URI -> "value) VALUES (?, ";
                    case QUANTITY -> "value, system, code) VALUES (?, ?, ?, ";
                };
        return "INSERT INTO " + MatchSql.table(kind) + " (" + COLUMNS + own + "?, ?, ?, ?, ?)";
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        IndexValue value = row.value();
        statement.setLong(1, row.resourceId());
        statement.setLong(2, value.parameter());
        statement.setInt(3, value.item());
        statement.setShort(4, row.extreme());
        if (row.patient() == null) {
            statement.setNull(5, Types.BIGINT);
        } else {
            statement.setLong(5, row.patient());
        }
        bindValue(statement, value);
    }

    private static void bindValue(PreparedStatement statement, IndexValue value) throws SQLException {
        if (value instanceof IndexValue.Token token) {
            statement.setString(6, token.code());
            statement.setLong(7, token.system());
        } else if (value instanceof IndexValue.Text text) {
            statement.setString(6, text.normalized());
            statement.setString(7, text.exact());
        } else if (value instanceof IndexValue.Reference reference) {
            statement.setString(6, reference.targetId());
            statement.setString(7, reference.targetType());
        } else if (value instanceof IndexValue.DateRange range) {
            statement.setLong(6, range.low());
            statement.setLong(7, range.high());
        } else if (value instanceof IndexValue.Number number) {
            statement.setDouble(6, number.value());
        } else if (value instanceof IndexValue.Quantity quantity) {
            statement.setDouble(6, quantity.value());
            statement.setLong(7, quantity.system());
            statement.setString(8, quantity.code());
        } else if (value instanceof IndexValue.Uri uri) {
            statement.setString(6, uri.value());
        }
    }

    /** The first of the lowest and the first of the highest values of one parameter. */
    private static final class Extremes {
        private IndexValue lowest;
        private IndexValue highest;

        Extremes(IndexValue first) {
            lowest = first;
            highest = first;
        }

        void include(IndexValue value) {
            if (compare(value, lowest) < 0) {
                lowest = value;
            }
            if (compare(value, highest) > 0) {
                highest = value;
            }
        }

        short markOf(IndexValue value) {
            int low = value == lowest ? IndexRow.LOWEST : 0;
            int high = value == highest ? IndexRow.HIGHEST : 0;
            return (short) (low | high);
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // values of one parameter have keys of one class
        private static int compare(IndexValue a, IndexValue b) {
            return ((Comparable) a.sortKey()).compareTo(b.sortKey());
        }
    }
}
