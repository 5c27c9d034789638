package org.openspine.repository.hibernate;

import java.util.List;
import org.openspine.repository.NumberBlocks;

/** Series in the table {@code number_block}. */
final class DatabaseNumberBlocks implements NumberBlocks {
    private final Transactions transactions;
    private final Statements statements;

    DatabaseNumberBlocks(Transactions transactions, Statements statements) {
        this.transactions = transactions;
        this.statements = statements;
    }

    @Override
    public long take(String series, int size) {
        if (transactions.isActive()) {
            throw new IllegalStateException("numbers must not come back with a transaction that fails");
        }
        return transactions.write(unit -> {
            unit.markWritten();
            int[] known = statements.batch(
                    unit.sessionAsIs(),
                    "UPDATE number_block SET taken = taken + ? WHERE series = ?", // locks the row until the commit
                    List.of(series),
                    (statement, name) -> {
                        statement.setInt(1, size);
                        statement.setString(2, name);
                    });
            if (known[0] == 0) {
                statements.batch(
                        unit.sessionAsIs(),
                        "INSERT INTO number_block (series, taken) VALUES (?, ?)",
                        List.of(series),
                        (statement, name) -> {
                            statement.setString(1, name);
                            statement.setInt(2, size);
                        });
            }
            long taken = statements
                    .list(
                            unit.sessionAsIs(),
                            Sql.of("SELECT taken FROM number_block WHERE series = ?", series),
                            row -> row.getLong(1))
                    .get(0);
            return taken - size;
        });
    }
}
