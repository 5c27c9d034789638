package org.openspine.repository.hibernate;

import java.util.concurrent.atomic.LongAdder;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts the statements sent to the database. A batch counts once. */
final class StatementCount implements StatementInspector {
    private final transient LongAdder statements = new LongAdder();

    @Override
    public String inspect(String sql) {
        statements.increment();
        return sql;
    }

    long get() {
        return statements.sum();
    }
}
