package org.openspine.repository.hibernate;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Set;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** What a failed statement means for the transaction that made it. */
final class Failures {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Set<String> LOST_RACE = Set.of("40001", "40P01", "55P03", "HYT00", "90131");
    private static final Set<String> CLOSED_H2 = Set.of("90067", "90098", "90121");
    private static final String CANCELLED = "57014"; // a statement that took longer than the operator lets it
    private static final String BUSINESS_KEY = "business_key";

    private Failures() {}

    /**
     * Whether the transaction lost a race and may simply be run again: a deadlock, a lock not granted in time, or two
     * creations of one key, of which the second is an update when it runs again.
     */
    static boolean isRetryable(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null
                && (LOST_RACE.contains(String.valueOf(cause.getSQLState()))
                        || (isUniqueViolation(cause) && !concernsBusinessKey(cause)));
    }

    /** The failure as the caller should see it. */
    static RuntimeException translate(RuntimeException failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            return failure;
        }
        if (isUniqueViolation(cause) && concernsBusinessKey(cause)) {
            return new SpineException(
                    FhirError.DUPLICATE, "A business identifier of this resource belongs to another one", failure);
        }
        if (isRetryable(failure)) {
            // without the cause, which H2 lets tell the locked row: it would reach the log
            return new SpineException(FhirError.OVERDUE, "Other writes to the same records were in the way; try again");
        }
        if (CANCELLED.equals(cause.getSQLState())) {
            return new SpineException(FhirError.OVERDUE, "The database did not answer in time; try again", failure);
        }
        if (isUnavailable(cause)) {
            return new SpineException(FhirError.BUSY, "The database is not available; try again", failure);
        }
        return failure;
    }

    /** Whether a connection that once worked is gone; others of the pool may be, too. */
    static boolean isLostConnection(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && !isPoolTimeout(cause) && isUnavailable(cause);
    }

    private static boolean isUnavailable(SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || CLOSED_H2.contains(state) || isPoolTimeout(cause);
    }

    private static boolean isPoolTimeout(SQLException cause) {
        return cause instanceof SQLTransientConnectionException;
    }

    private static boolean isUniqueViolation(SQLException cause) {
        return UNIQUE_VIOLATION.equals(cause.getSQLState());
    }

    private static boolean concernsBusinessKey(SQLException cause) {
        return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains(BUSINESS_KEY);
    }

    private static @org.jspecify.annotations.Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
