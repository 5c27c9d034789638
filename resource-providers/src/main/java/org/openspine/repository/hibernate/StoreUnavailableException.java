package org.openspine.repository.hibernate;

/** The store cannot be opened. The message is one line for the operator, who is told what to do. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
