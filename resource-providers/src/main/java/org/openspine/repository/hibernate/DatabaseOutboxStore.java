package org.openspine.repository.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.openspine.repository.OutboxStore;

/** Messages in the tables {@code outbox_recipient}, {@code outbox_message} and {@code dead_letter}. */
final class DatabaseOutboxStore implements OutboxStore {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int CANDIDATES = 10;
    private static final String MESSAGE = "recipient, channel, subject, media_type, content";
    private static final String LETTER =
            "SELECT " + MESSAGE + ", letter_id, created, died, attempts, reason FROM dead_letter";

    private final Transactions transactions;
    private final Statements statements;

    DatabaseOutboxStore(Transactions transactions, Statements statements) {
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public void add(List<Message> messages, Instant now) {
        Map<String, List<Message>> byRecipient = new TreeMap<>(); // in order, so that two cannot wait for each other
        messages.forEach(message -> byRecipient
                .computeIfAbsent(message.recipient(), key -> new ArrayList<>())
                .add(message));
        write(session -> {
            byRecipient.forEach((recipient, own) -> add(session, recipient, own, now.toEpochMilli()));
            return true;
        });
    }

    private void add(StatelessSession session, String recipient, List<Message> messages, long now) {
        long last = reserve(session, recipient, messages.size(), now);
        List<Waiting> numbered = new ArrayList<>();
        for (Message message : messages) {
            numbered.add(new Waiting(last - messages.size() + numbered.size() + 1, Instant.ofEpochMilli(now), message));
        }
        statements.batch(
                session,
                "INSERT INTO outbox_message (" + MESSAGE + ", number, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
                numbered,
                (statement, waiting) -> {
                    Message message = waiting.message();
                    statement.setString(1, message.recipient());
                    statement.setString(2, message.channel());
                    statement.setString(3, message.subject());
                    statement.setString(4, message.mediaType());
                    statement.setBytes(5, message.content());
                    statement.setLong(6, waiting.number());
                    statement.setLong(7, now);
                });
    }

    /** The last of so many new numbers. Two that add the first message of a recipient race; the loser runs again. */
    private long reserve(StatelessSession session, String recipient, int count, long now) {
        int updated = execute(
                session,
                "UPDATE outbox_recipient SET last_number = last_number + ?, due = CASE WHEN due = ? THEN ? ELSE due END"
                        + " WHERE recipient = ?",
                (long) count,
                NEVER,
                now,
                recipient);
        if (updated == 0) {
            execute(
                    session,
                    "INSERT INTO outbox_recipient (recipient, last_number, due, worker, lease_until, attempts)"
                            + " VALUES (?, ?, ?, '', 0, 0)",
                    recipient,
                    (long) count,
                    now);
            return count;
        }
        return statements
                .list(
                        session,
                        Sql.of("SELECT last_number FROM outbox_recipient WHERE recipient = ?", recipient),
                        row -> row.getLong(1))
                .get(0);
    }

    @Override
    public Optional<Claimed> claim(String worker, Instant now, Duration lease) {
        record Seen(String recipient, long leaseUntil, int attempts) {}
        List<Seen> candidates = transactions.read(session -> statements.list(
                session,
                Sql.of(
                        "SELECT recipient, lease_until, attempts FROM outbox_recipient WHERE due <= ? AND lease_until < ?"
                                + " ORDER BY due LIMIT " + CANDIDATES,
                        now.toEpochMilli(),
                        now.toEpochMilli()),
                row -> new Seen(row.getString(1), row.getLong(2), row.getInt(3))));
        for (Seen seen : candidates) {
            boolean taken = write(session -> execute(
                            session,
                            "UPDATE outbox_recipient SET worker = ?, lease_until = ?"
                                    + " WHERE recipient = ? AND lease_until = ? AND due <= ?",
                            worker,
                            now.plus(lease).toEpochMilli(),
                            seen.recipient(),
                            seen.leaseUntil(),
                            now.toEpochMilli())
                    == 1);
            if (taken) {
                return Optional.of(new Claimed(seen.recipient(), seen.attempts()));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Waiting> first(String recipient, int limit) {
        return transactions.read(session -> statements.list(
                session,
                Sql.of(
                        "SELECT " + MESSAGE + ", number, created FROM outbox_message WHERE recipient = ?"
                                + " ORDER BY number LIMIT " + limit,
                        recipient),
                row -> new Waiting(row.getLong(6), Instant.ofEpochMilli(row.getLong(7)), message(row))));
    }

    @Override
    public boolean delivered(Claimed claimed, String worker, long upTo, Instant leaseUntil) {
        return write(session -> {
            boolean own = renew(session, claimed, worker, leaseUntil);
            if (own) {
                execute(
                        session,
                        "DELETE FROM outbox_message WHERE recipient = ? AND number <= ?",
                        claimed.recipient(),
                        upTo);
            }
            return own;
        });
    }

    private boolean renew(StatelessSession session, Claimed claimed, String worker, Instant leaseUntil) {
        return execute(
                        session,
                        "UPDATE outbox_recipient SET lease_until = ?, attempts = 0 WHERE recipient = ? AND worker = ?",
                        leaseUntil.toEpochMilli(),
                        claimed.recipient(),
                        worker)
                == 1;
    }

    @Override
    public void release(Claimed claimed, String worker, int attempts, Instant due) {
        write(session -> execute(
                session,
                "UPDATE outbox_recipient SET worker = '', lease_until = 0, attempts = ?, due = ?"
                        + " WHERE recipient = ? AND worker = ?",
                attempts,
                due.toEpochMilli(),
                claimed.recipient(),
                worker));
    }

    @Override
    public boolean settle(Claimed claimed, String worker, Instant now) {
        return write(session -> {
            // the row is locked before the look, so that no message can come in between
            execute(
                    session,
                    "UPDATE outbox_recipient SET due = ? WHERE recipient = ? AND worker = ?",
                    NEVER,
                    claimed.recipient(),
                    worker);
            boolean empty = statements
                    .list(
                            session,
                            Sql.of("SELECT 1 FROM outbox_message WHERE recipient = ? LIMIT 1", claimed.recipient()),
                            row -> row.getInt(1))
                    .isEmpty();
            execute(
                    session,
                    "UPDATE outbox_recipient SET due = ?, worker = '', lease_until = 0 WHERE recipient = ? AND worker = ?",
                    empty ? NEVER : now.toEpochMilli(),
                    claimed.recipient(),
                    worker);
            return empty;
        });
    }

    @Override
    public boolean bury(Claimed claimed, String worker, Waiting message, DeadLetter letter, Instant leaseUntil) {
        return write(session -> {
            boolean own = renew(session, claimed, worker, leaseUntil);
            if (own) {
                execute(
                        session,
                        "DELETE FROM outbox_message WHERE recipient = ? AND number = ?",
                        claimed.recipient(),
                        message.number());
                statements.batch(
                        session,
                        "INSERT INTO dead_letter (" + MESSAGE + ", letter_id, created, died, attempts, reason)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        List.of(letter),
                        (statement, row) -> {
                            statement.setString(1, row.message().recipient());
                            statement.setString(2, row.message().channel());
                            statement.setString(3, row.message().subject());
                            statement.setString(4, row.message().mediaType());
                            statement.setBytes(5, row.message().content());
                            statement.setString(6, row.id());
                            statement.setLong(7, row.created().toEpochMilli());
                            statement.setLong(8, row.died().toEpochMilli());
                            statement.setInt(9, row.attempts());
                            statement.setString(10, row.reason());
                        });
            }
            return own;
        });
    }

    @Override
    public void drop(String recipient) {
        write(session -> execute(session, "DELETE FROM outbox_message WHERE recipient = ?", recipient));
    }

    @Override
    public List<String> waiting(Collection<String> subjects) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        Sql sql = Sql.of("SELECT DISTINCT subject FROM outbox_message WHERE subject IN ")
                .then(Sql.list(List.copyOf(subjects)));
        return transactions.read(session -> statements.list(session, sql, row -> row.getString(1)));
    }

    @Override
    public List<DeadLetter> deadLetters(int limit) {
        return transactions.read(session -> statements.list(
                session, Sql.of(LETTER + " ORDER BY died, letter_id LIMIT " + limit), DatabaseOutboxStore::letter));
    }

    @Override
    public Optional<DeadLetter> deadLetter(String id) {
        return transactions
                .read(session -> statements.list(
                        session, Sql.of(LETTER + " WHERE letter_id = ?", id), DatabaseOutboxStore::letter))
                .stream()
                .findFirst();
    }

    @Override
    public boolean exhume(String id) {
        return write(session -> execute(session, "DELETE FROM dead_letter WHERE letter_id = ?", id) == 1);
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getBytes(5));
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getString(6),
                message(row),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getInt(9),
                row.getString(10));
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

    private int execute(StatelessSession session, String sql, Object... parameters) {
        return statements.update(session, Sql.of(sql, parameters));
    }
}
