package org.openspine.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

/**
 * One stored version of a resource.
 *
 * @param version 1 for the first, one more for each change
 * @param lastUpdated to the millisecond, UTC; equal to {@code meta.lastUpdated} of the body
 * @param verb what made this version; {@link Verb#DELETE} has no body
 * @param body the exact UTF-8 JSON a client receives; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // stored bytes go to the socket as they are; nobody compares versions by body
public record StoredResource(ResourceKey key, long version, Instant lastUpdated, Verb verb, byte[] body) {
    public boolean isDeleted() {
        return verb == Verb.DELETE;
    }

    /** The body as a tree of the caller's own. */
    public ObjectNode tree() {
        return ResourceJson.parse(body, JsonLimits.DOCUMENT);
    }

    public boolean isFirst() {
        return version == 1;
    }

    /** The weak entity tag of this version: {@code W/"3"}. */
    public String etag() {
        return "W/\"" + version + "\"";
    }
}
