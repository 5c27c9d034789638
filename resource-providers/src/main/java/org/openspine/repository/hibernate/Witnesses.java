package org.openspine.repository.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Witness;

/** The witness of the request that the current thread serves, if it has one. */
final class Witnesses {
    private final ThreadLocal<@Nullable Witness> current = new ThreadLocal<>();

    <T> T witnessed(Witness witness, Supplier<T> work) {
        Witness outer = current.get();
        current.set(witness);
        try {
            return work.get();
        } finally {
            if (outer == null) {
                current.remove();
            } else {
                current.set(outer);
            }
        }
    }

    boolean isWitnessed() {
        return current.get() != null;
    }

    /** A row as {@link Versions#stored(ResultSet, int)} reads it, whose patient stands in column {@code patient}. */
    StoredResource stored(ResultSet row, int first, int patient) throws SQLException {
        touched(row, patient);
        return Versions.stored(row, first);
    }

    void touched(ResultSet row, int patient) throws SQLException {
        Witness witness = current.get();
        if (witness == null) {
            return;
        }
        long number = row.getLong(patient);
        if (number > 0) { // a missing one reads as zero
            witness.touched(number);
        }
    }

    void beforeCommit(List<Witness.Change> changes) {
        Witness witness = current.get();
        if (witness != null && !changes.isEmpty()) {
            witness.beforeCommit(changes);
        }
    }

    void committed(List<Witness.Change> changes) {
        Witness witness = current.get();
        if (witness != null && !changes.isEmpty()) {
            witness.committed();
        }
    }

    void notCommitted() {
        Witness witness = current.get();
        if (witness != null) {
            witness.notCommitted();
        }
    }
}
