package org.openspine.terminology.release;

/** A release that cannot be read. The message is for the operator. */
public final class ReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReleaseException(String message) {
        super(message);
    }
}
