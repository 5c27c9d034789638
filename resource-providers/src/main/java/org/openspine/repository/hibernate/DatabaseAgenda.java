package org.openspine.repository.hibernate;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.openspine.repository.Agenda;

/** Lists of what waits, in the table {@code agenda}. */
final class DatabaseAgenda implements Agenda {
    private static final String ADD = "INSERT INTO agenda (position, list, subject) VALUES (?, ?, ?)";
    private static final String MOVE = "UPDATE agenda SET position = ? WHERE list = ? AND subject = ?";
    private static final String REMOVE = "DELETE FROM agenda WHERE list = ? AND subject = ?";

    private final Transactions transactions;
    private final Statements statements;

    DatabaseAgenda(Transactions transactions, Statements statements) {
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public void add(Collection<Entry> entries) {
        write(ADD, entries, DatabaseAgenda::bindAll);
    }

    @Override
    public void move(Collection<Entry> entries) {
        write(MOVE, entries, DatabaseAgenda::bindAll);
    }

    @Override
    public void remove(Collection<Entry> entries) {
        write(REMOVE, entries, (statement, entry) -> {
            statement.setString(1, entry.list());
            statement.setString(2, entry.subject());
        });
    }

    private static void bindAll(PreparedStatement statement, Entry entry) throws SQLException {
        statement.setLong(1, entry.position());
        statement.setString(2, entry.list());
        statement.setString(3, entry.subject());
    }

    private void write(String sql, Collection<Entry> entries, Statements.RowBinder<Entry> binder) {
        if (entries.isEmpty()) {
            return;
        }
        transactions.write(unit -> {
            unit.markWritten();
            statements.batch(unit.sessionAsIs(), sql, List.copyOf(entries), binder);
            return entries;
        });
    }

    @Override
    public List<Entry> first(String list, long upTo, int limit) {
        return transactions.read(session -> statements.list(
                session,
                page(list, upTo, limit),
                row -> new Entry(row.getString(1), row.getString(2), row.getLong(3))));
    }

    static Sql page(String list, long upTo, int limit) {
        return Sql.of(
                "SELECT list, subject, position FROM agenda WHERE list = ? AND position <= ?"
                        + " ORDER BY list, position, subject LIMIT " + limit,
                list,
                upTo);
    }
}
