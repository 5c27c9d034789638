package org.openspine.repository.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openspine.repository.ClientStore;

/** Clients in the tables {@code client} and {@code client_assertion}. */
final class DatabaseClientStore implements ClientStore {
    private static final String SELECT = "SELECT id, name, organisation, enabled, details FROM client";

    private final Transactions transactions;
    private final Statements statements;

    DatabaseClientStore(Transactions transactions, Statements statements) {
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public void put(RegisteredClient client, Instant now) {
        transactions.write(unit -> {
            unit.markWritten();
            int updated = unit.sessionAsIs()
                    .createNativeMutationQuery(
                            "UPDATE client SET name = ?, organisation = ?, enabled = ?, details = ?, changed = ? WHERE id = ?")
                    .setParameter(1, client.name())
                    .setParameter(2, client.organisation())
                    .setParameter(3, client.enabled() ? 1 : 0)
                    .setParameter(4, client.details())
                    .setParameter(5, now.toEpochMilli())
                    .setParameter(6, client.id())
                    .executeUpdate();
            if (updated == 0) {
                unit.sessionAsIs()
                        .createNativeMutationQuery(
                                "INSERT INTO client (id, name, organisation, enabled, details, changed) VALUES (?, ?, ?, ?, ?, ?)")
                        .setParameter(1, client.id())
                        .setParameter(2, client.name())
                        .setParameter(3, client.organisation())
                        .setParameter(4, client.enabled() ? 1 : 0)
                        .setParameter(5, client.details())
                        .setParameter(6, now.toEpochMilli())
                        .executeUpdate();
            }
            return client;
        });
    }

    @Override
    public Optional<RegisteredClient> read(String id) {
        Sql sql = Sql.of(SELECT + " WHERE id = ?", id);
        return transactions.read(session -> statements.list(session, sql, DatabaseClientStore::client)).stream()
                .findFirst();
    }

    @Override
    public List<RegisteredClient> list() {
        return transactions.read(
                session -> statements.list(session, Sql.of(SELECT + " ORDER BY id"), DatabaseClientStore::client));
    }

    @Override
    public boolean remove(String id) {
        return transactions.write(unit -> {
            unit.markWritten();
            return unit.sessionAsIs()
                            .createNativeMutationQuery("DELETE FROM client WHERE id = ?")
                            .setParameter(1, id)
                            .executeUpdate()
                    > 0;
        });
    }

    /** The insert decides; one that lost against another node's runs again and finds it. */
    @Override
    public boolean use(String client, String jti, Instant expires) {
        return transactions.write(unit -> {
            Sql used = Sql.of("SELECT 1 FROM client_assertion WHERE client = ? AND jti = ?", client, jti);
            if (!statements.list(unit.sessionAsIs(), used, row -> row.getInt(1)).isEmpty()) {
                return false;
            }
            unit.markWritten();
            unit.sessionAsIs()
                    .createNativeMutationQuery("INSERT INTO client_assertion (client, jti, expires) VALUES (?, ?, ?)")
                    .setParameter(1, client)
                    .setParameter(2, jti)
                    .setParameter(3, expires.toEpochMilli())
                    .executeUpdate();
            return true;
        });
    }

    @Override
    public void forgetExpired(Instant now) {
        transactions.write(unit -> {
            unit.markWritten();
            return unit.sessionAsIs()
                    .createNativeMutationQuery("DELETE FROM client_assertion WHERE expires < ?")
                    .setParameter(1, now.toEpochMilli())
                    .executeUpdate();
        });
    }

    private static RegisteredClient client(ResultSet row) throws SQLException {
        return new RegisteredClient(
                row.getString(1), row.getString(2), row.getString(3), row.getInt(4) == 1, row.getString(5));
    }
}
