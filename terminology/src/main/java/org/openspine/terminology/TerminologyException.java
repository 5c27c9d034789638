package org.openspine.terminology;

/** A question that cannot be answered. The message names canonicals and rules, never codes of a record. */
public final class TerminologyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** A value set or code system that is needed is not loaded. */
        NOT_LOADED,
        /** The definition of the value set contradicts itself or what was asked. */
        CONTRADICTORY,
        /** There is an answer, but it is too long. */
        TOO_COSTLY,
        /** A filter or property that is not supported. */
        NOT_SUPPORTED
    }

    private final Reason reason;

    public TerminologyException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
