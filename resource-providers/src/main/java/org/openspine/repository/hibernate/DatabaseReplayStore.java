package org.openspine.repository.hibernate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openspine.repository.ReplayStore;

/** Kept answers in the table {@code replay}. */
final class DatabaseReplayStore implements ReplayStore {
    private final Transactions transactions;
    private final Statements statements;

    DatabaseReplayStore(Transactions transactions, Statements statements) {
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public Optional<KeptAnswer> find(String request, Instant now) {
        Sql sql = Sql.of(
                "SELECT request, content, status, headers, body, expires FROM replay WHERE request = ? AND expires >= ?",
                request,
                now.toEpochMilli());
        return transactions
                .read(session -> statements.list(
                        session,
                        sql,
                        row -> new KeptAnswer(
                                row.getString(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getString(4),
                                row.getBytes(5),
                                Instant.ofEpochMilli(row.getLong(6)))))
                .stream()
                .findFirst();
    }

    @Override
    public void removeExpired(String request, Instant now) {
        transactions.write(unit -> {
            unit.markWritten();
            return statements.update(
                    unit.sessionAsIs(),
                    Sql.of("DELETE FROM replay WHERE request = ? AND expires < ?", request, now.toEpochMilli()));
        });
    }

    @Override
    public void keep(KeptAnswer answer) {
        transactions.write(unit -> {
            unit.markWritten();
            statements.batch(
                    unit.sessionAsIs(),
                    "INSERT INTO replay (request, content, status, headers, body, expires) VALUES (?, ?, ?, ?, ?, ?)",
                    List.of(answer),
                    (statement, kept) -> {
                        statement.setString(1, kept.request());
                        statement.setString(2, kept.content());
                        statement.setInt(3, kept.status());
                        statement.setString(4, kept.headers());
                        statement.setBytes(5, kept.body());
                        statement.setLong(6, kept.expires().toEpochMilli());
                    });
            return answer;
        });
    }

    @Override
    public int removeExpired(Instant now, int limit) {
        return transactions.write(unit -> {
            List<String> expired = statements.list(
                    unit.sessionAsIs(),
                    Sql.of(
                            "SELECT request FROM replay WHERE expires < ? ORDER BY expires LIMIT " + limit,
                            now.toEpochMilli()),
                    row -> row.getString(1));
            if (!expired.isEmpty()) {
                unit.markWritten();
                statements.batch(
                        unit.sessionAsIs(),
                        "DELETE FROM replay WHERE request = ?",
                        expired,
                        (statement, request) -> statement.setString(1, request));
            }
            return expired.size();
        });
    }
}
