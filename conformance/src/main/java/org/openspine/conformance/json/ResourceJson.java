package org.openspine.conformance.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** FHIR's JSON format: bytes to tree and back, exact to the last digit of a decimal. */
public final class ResourceJson {
    private ResourceJson() {}

    /** The resource in these UTF-8 bytes. Throws {@link MalformedContentException} for anything outside the limits or JSON itself. */
    public static ObjectNode parse(byte[] utf8, JsonLimits limits) {
        throw new UnsupportedOperationException();
    }

    /** The tree as compact UTF-8 JSON. */
    public static byte[] write(JsonNode tree) {
        throw new UnsupportedOperationException();
    }
}
