package org.openspine.repository.hibernate;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * Runs SQL on a session's connection and counts it. Plain JDBC: on the hottest path Hibernate's query machinery
 * costs four times what the statement does (see RATIONALE.md).
 */
final class Statements {
    private final StatementCount count;

    Statements(StatementCount count) {
        this.count = count;
    }

    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> list(StatelessSession session, Sql sql, RowReader<T> reader) {
        return list(session, sql, 0, reader);
    }

    /** @param seconds after which the statement is given up; 0 leaves that to the connection */
    <T> List<T> list(StatelessSession session, Sql sql, int seconds, RowReader<T> reader) {
        count.inspect(sql.text());
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
                if (seconds > 0) {
                    statement.setQueryTimeout(seconds);
                }
                for (int i = 0; i < sql.parameters().size(); i++) {
                    statement.setObject(i + 1, sql.parameters().get(i));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    List<T> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(reader.read(rows));
                    }
                    return found;
                }
            }
        });
    }

    /** How many rows {@code sql} changed. */
    int update(StatelessSession session, Sql sql) {
        count.inspect(sql.text());
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
                for (int i = 0; i < sql.parameters().size(); i++) {
                    statement.setObject(i + 1, sql.parameters().get(i));
                }
                return statement.executeUpdate();
            }
        });
    }

    @FunctionalInterface
    interface RowBinder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    /** Runs {@code sql} once for each row, sent together. Returns how many rows of the table each changed. */
    <T> int[] batch(StatelessSession session, String sql, List<T> rows, RowBinder<T> binder) {
        count.inspect(sql);
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (T row : rows) {
                    binder.bind(statement, row);
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }
}
