package org.openspine.repository.hibernate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.openspine.repository.ChangeFeed;
import org.openspine.repository.ChangeLog;

/** Positions of readers in the table {@code change_feed}. */
final class DatabaseChangeFeed implements ChangeFeed {
    private final Transactions transactions;
    private final Statements statements;

    DatabaseChangeFeed(Transactions transactions, Statements statements) {
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public Optional<ChangeLog.Position> claim(
            String name, String worker, Instant now, Duration lease, ChangeLog.Position start) {
        record Seen(ChangeLog.Position position, String worker, long leaseUntil) {}
        List<Seen> seen = transactions.read(session -> statements.list(
                session,
                Sql.of("SELECT transaction_id, number, worker, lease_until FROM change_feed WHERE name = ?", name),
                row -> new Seen(
                        new ChangeLog.Position(row.getLong(1), row.getLong(2)), row.getString(3), row.getLong(4))));
        if (seen.isEmpty()) {
            write(session -> begin(session, name, start));
            return Optional.empty();
        }
        Seen found = seen.get(0);
        boolean own = found.worker().equals(worker);
        boolean free = found.leaseUntil() < now.toEpochMilli();
        if (own && found.leaseUntil() - now.toEpochMilli() > lease.toMillis() / 2) {
            return Optional.of(found.position());
        }
        if (!own && !free) {
            return Optional.empty();
        }
        boolean taken = write(session -> statements.update(
                        session,
                        Sql.of(
                                "UPDATE change_feed SET worker = ?, lease_until = ? WHERE name = ? AND worker = ? AND lease_until = ?",
                                worker,
                                now.plus(lease).toEpochMilli(),
                                name,
                                found.worker(),
                                found.leaseUntil()))
                == 1);
        return taken ? Optional.of(found.position()) : Optional.empty();
    }

    /** Nothing where another node was faster; the loser of a race runs again and sees that. */
    private int begin(StatelessSession session, String name, ChangeLog.Position start) {
        Sql look = Sql.of("SELECT 1 FROM change_feed WHERE name = ?", name);
        if (!statements.list(session, look, row -> row.getInt(1)).isEmpty()) {
            return 0;
        }
        return statements.update(
                session,
                Sql.of(
                        "INSERT INTO change_feed (name, transaction_id, number, worker, lease_until) VALUES (?, ?, ?, '', 0)",
                        name,
                        start.transaction(),
                        start.number()));
    }

    @Override
    public boolean advance(String name, String worker, ChangeLog.Position from, ChangeLog.Position to) {
        return write(session -> statements.update(
                        session,
                        Sql.of(
                                "UPDATE change_feed SET transaction_id = ?, number = ?"
                                        + " WHERE name = ? AND worker = ? AND transaction_id = ? AND number = ?",
                                to.transaction(),
                                to.number(),
                                name,
                                worker,
                                from.transaction(),
                                from.number()))
                == 1);
    }

    @Override
    public void release(String name, String worker) {
        write(session -> statements.update(
                session,
                Sql.of(
                        "UPDATE change_feed SET worker = '', lease_until = 0 WHERE name = ? AND worker = ?",
                        name,
                        worker)));
    }

    private interface Work<T> {
        T in(StatelessSession session);
    }

    private <T> T write(Work<T> work) {
        return transactions.write(unit -> {
            unit.markWritten();
            return work.in(unit.session());
        });
    }
}
