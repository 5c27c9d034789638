package org.openspine.repository.hibernate;

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
    private final String horizon;

    DatabaseChangeLog(Transactions transactions, Database database) {
        this.transactions = transactions;
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
        return transactions.read(session -> Finder.query(session, sql).list().stream()
                .map(DatabaseChangeLog::change)
                .toList());
    }

    private static Change change(Object[] row) {
        return new Change(
                new Position(((Number) row[0]).longValue(), ((Number) row[1]).longValue()),
                new ResourceKey((String) row[2], (String) row[3]),
                ((Number) row[4]).longValue(),
                VERBS[((Number) row[5]).shortValue()]);
    }
}
