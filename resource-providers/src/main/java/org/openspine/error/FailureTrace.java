package org.openspine.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure as it may stand in a log: what kinds of failures led to it and where, without what they say. Messages of
 * databases, parsers and mappers repeat the values they choke on, and those are people's data.
 */
public final class FailureTrace extends RuntimeException {
    private static final int MOST_CAUSES = 8;

    private FailureTrace(Throwable failure, int depth) {
        super(kind(failure), cause(failure, depth));
        setStackTrace(failure.getStackTrace());
    }

    public static FailureTrace of(Throwable failure) {
        return new FailureTrace(failure, 1);
    }

    /** The kinds alone, in one line: for what needs no place, since it happens. */
    public static String kinds(Throwable failure) {
        StringBuilder kinds = new StringBuilder(kind(failure));
        Throwable cause = failure.getCause();
        for (int depth = 1; cause != null && depth < MOST_CAUSES; depth++) {
            kinds.append(" < ").append(kind(cause));
            cause = cause.getCause();
        }
        return kinds.toString();
    }

    private static @Nullable FailureTrace cause(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return cause == null || depth == MOST_CAUSES ? null : new FailureTrace(cause, depth + 1);
    }

    private static String kind(Throwable failure) {
        String name = failure.getClass().getName();
        if (failure instanceof SpineException known) {
            return name + " " + known.code();
        }
        boolean isOfJava = failure instanceof NullPointerException || failure instanceof ClassCastException;
        return isOfJava ? name + ": " + failure.getMessage() : name; // they name variables and types, no values
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
