package org.openspine.repository;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The next version of a resource.
 *
 * @param expectedVersion the current version, 0 if there is none
 * @param resource the content; ignored for {@link Verb#DELETE}
 */
public record ResourceWrite(ResourceKey key, Verb verb, long expectedVersion, ObjectNode resource) {
    public static ResourceWrite deletion(ResourceKey key, long expectedVersion) {
        return new ResourceWrite(key, Verb.DELETE, expectedVersion, JsonNodeFactory.instance.objectNode());
    }
}
