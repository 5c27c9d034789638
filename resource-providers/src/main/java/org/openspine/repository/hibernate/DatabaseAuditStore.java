package org.openspine.repository.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openspine.repository.AuditStore;

/** The audit log in the tables {@code audit}, {@code audit_patient} and {@code audit_anchor}. */
final class DatabaseAuditStore implements AuditStore {
    private static final String COLUMNS = "a.stream, a.sequence, a.at, a.previous, a.hash, a.entry";

    private final Transactions transactions;
    private final Statements statements;

    DatabaseAuditStore(Transactions transactions, Statements statements) {
        this.transactions = transactions;
        this.statements = statements;
    }

    private record PatientEntry(long patient, AuditRow row) {}

    @Override
    public void append(List<AuditRow> rows) {
        List<PatientEntry> patients = new ArrayList<>();
        rows.forEach(row ->
                row.patients().stream().distinct().forEach(patient -> patients.add(new PatientEntry(patient, row))));
        transactions.write(unit -> {
            unit.markWritten();
            statements.batch(
                    unit.sessionAsIs(),
                    "INSERT INTO audit (stream, sequence, at, previous, hash, entry) VALUES (?, ?, ?, ?, ?, ?)",
                    rows,
                    (statement, row) -> {
                        statement.setLong(1, row.stream());
                        statement.setLong(2, row.sequence());
                        statement.setLong(3, row.at().toEpochMilli());
                        statement.setBytes(4, row.previous());
                        statement.setBytes(5, row.hash());
                        statement.setString(6, row.entry());
                    });
            if (!patients.isEmpty()) {
                statements.batch(
                        unit.sessionAsIs(),
                        "INSERT INTO audit_patient (patient, at, stream, sequence) VALUES (?, ?, ?, ?)",
                        patients,
                        (statement, entry) -> {
                            statement.setLong(1, entry.patient());
                            statement.setLong(2, entry.row().at().toEpochMilli());
                            statement.setLong(3, entry.row().stream());
                            statement.setLong(4, entry.row().sequence());
                        });
            }
            return rows;
        });
    }

    @Override
    public List<AuditRow> stream(long stream, long fromSequence, int limit) {
        return list(Sql.of(
                "SELECT " + COLUMNS + " FROM audit a WHERE a.stream = ? AND a.sequence >= ? ORDER BY a.sequence LIMIT "
                        + limit,
                stream,
                fromSequence));
    }

    @Override
    public List<AuditRow> search(Query query) {
        String from = query.patient().isPresent()
                ? " FROM audit_patient p JOIN audit a ON a.stream = p.stream AND a.sequence = p.sequence"
                        + " WHERE p.patient = ? AND p.at >= ? AND p.at < ? ORDER BY p.at DESC, p.stream DESC, p.sequence DESC"
                : " FROM audit a WHERE a.at >= ? AND a.at < ? ORDER BY a.at DESC, a.stream DESC, a.sequence DESC";
        List<Object> parameters = new ArrayList<>();
        query.patient().ifPresent(parameters::add);
        parameters.add(query.from().toEpochMilli());
        parameters.add(query.before().toEpochMilli());
        return list(Sql.of("SELECT " + COLUMNS + from + " LIMIT " + query.limit(), parameters.toArray()));
    }

    private List<AuditRow> list(Sql sql) {
        return transactions.read(session -> statements.list(session, sql, DatabaseAuditStore::row));
    }

    private static AuditRow row(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong(1),
                row.getLong(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getBytes(4),
                row.getBytes(5),
                List.of(),
                row.getString(6));
    }

    @Override
    public List<Head> heads() {
        List<Head> heads = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (List<Long> next = streamAfter(last); !next.isEmpty(); next = streamAfter(last)) {
            last = next.get(0);
            heads.addAll(headOf(last));
        }
        return heads;
    }

    /** From one stream to the next by the index: a grouping would read the whole log. */
    private List<Long> streamAfter(long last) {
        Sql sql = Sql.of("SELECT stream FROM audit WHERE stream > ? ORDER BY stream LIMIT 1", last);
        return transactions.read(session -> statements.list(session, sql, row -> row.getLong(1)));
    }

    private List<Head> headOf(long stream) {
        Sql newest = Sql.of("SELECT MAX(sequence) FROM audit WHERE stream = ?", stream);
        long sequence = transactions
                .read(session -> statements.list(session, newest, row -> row.getLong(1)))
                .get(0);
        Sql sql =
                Sql.of("SELECT stream, sequence, hash FROM audit WHERE stream = ? AND sequence = ?", stream, sequence);
        return transactions.read(session ->
                statements.list(session, sql, row -> new Head(row.getLong(1), row.getLong(2), row.getBytes(3))));
    }

    @Override
    public void addAnchor(long id, Instant at, String signed) {
        transactions.write(unit -> {
            unit.markWritten();
            return unit.sessionAsIs()
                    .createNativeMutationQuery("INSERT INTO audit_anchor (id, at, signed) VALUES (?, ?, ?)")
                    .setParameter(1, id)
                    .setParameter(2, at.toEpochMilli())
                    .setParameter(3, signed)
                    .executeUpdate();
        });
    }

    @Override
    public List<Anchor> anchors(long afterId, int limit) {
        Sql sql = Sql.of("SELECT id, at, signed FROM audit_anchor WHERE id > ? ORDER BY id LIMIT " + limit, afterId);
        return transactions.read(session -> statements.list(
                session,
                sql,
                row -> new Anchor(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3))));
    }
}
