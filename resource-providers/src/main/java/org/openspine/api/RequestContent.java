package org.openspine.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** The body of a request. */
@FunctionalInterface
public interface RequestContent {
    RequestContent NONE = () -> new byte[0];

    /** What was sent, empty if nothing. Throws {@link FhirError#TOO_LARGE} and {@link FhirError#MALFORMED_CONTENT}. */
    byte[] bytes();

    default boolean isEmpty() {
        return bytes().length == 0;
    }

    /** Any JSON value. Throws {@link FhirError#MALFORMED_CONTENT} naming the place. */
    default JsonNode json() {
        byte[] sent = bytes();
        if (sent.length == 0) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, "The request needs a body and has none");
        }
        return ResourceJson.parseAny(sent, JsonLimits.RESOURCE);
    }
}
