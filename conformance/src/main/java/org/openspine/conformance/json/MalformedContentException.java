package org.openspine.conformance.json;

/** A body that is not the JSON or XML of a resource. The message names the place and the rule, never a value. */
public final class MalformedContentException extends RuntimeException {
    public MalformedContentException(String message) {
        super(message);
    }
}
