package org.openspine.conformance.packages;

/** A package that is refused whole. The message is for the operator. */
public final class PackageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PackageException(String message) {
        super(message);
    }
}
