package org.openspine.repository.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.openspine.repository.ChangeLog;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.Verb;

/**
 * The change table in an order that no late commit can break. On H2 numbers are given in the order of commits. On
 * PostgreSQL lines are ordered by their transaction's number, and those of transactions at or above the oldest one still
 * running are held back.
 */
final class DatabaseChangeLog implements ChangeLog {
    private static final Verb[] VERBS = Verb.values();

    private final Transactions transactions;
    private final Statements statements;
    private final String horizon;

    DatabaseChangeLog(Transactions transactions, Statements statements, Database database) {
        this.transactions = transactions;
        this.statements = statements;
        horizon = database == Database.POSTGRESQL
                ? " AND c.transaction_id < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)"
                : "";
    }

    @Override
    public List<Change> after(Position position, int limit) {
        Sql sql = Sql.of("""
                SELECT c.transaction_id, c.number, r.type, r.logical_id, c.version,
                CASE WHEN r.version = c.version THEN r.verb ELSE h.verb END AS verb
                """)
                .then(HistorySql.FROM)
                .then(
                        " WHERE (c.transaction_id > ? OR (c.transaction_id = ? AND c.number > ?))" + horizon
                                + " ORDER BY c.transaction_id, c.number LIMIT " + limit,
                        position.transaction(),
                        position.transaction(),
                        position.number());
        return transactions.read(session -> statements.list(session, sql, DatabaseChangeLog::change));
    }

    @Override
    public Position end() {
        String order = horizon.isEmpty() ? "c.number DESC" : "c.transaction_id DESC, c.number DESC";
        Sql sql = Sql.of("SELECT c.transaction_id, c.number FROM change c WHERE 1 = 1" + horizon + " ORDER BY " + order
                + " LIMIT 1");
        return transactions
                .read(session -> statements.list(session, sql, row -> new Position(row.getLong(1), row.getLong(2))))
                .stream()
                .findFirst()
                .orElse(START);
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                new Position(row.getLong(1), row.getLong(2)),
                new ResourceKey(row.getString(3), row.getString(4)),
                row.getLong(5),
                VERBS[row.getShort(6)]);
    }
}
