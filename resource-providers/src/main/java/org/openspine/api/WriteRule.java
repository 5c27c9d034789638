package org.openspine.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.openspine.access.Caller;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/**
 * What a service demands of writes that come through the unified base, so that they cannot break its rules. National APIs
 * write by their own rules and are not asked.
 */
public interface WriteRule {
    /** The resource types it is about. */
    Set<String> types();

    /**
     * Called inside the transaction of the write, after the current version was locked. Throws {@link
     * org.openspine.error.SpineException} to refuse; may complete {@code next}, and may store other resources, which become
     * part of the same transaction.
     */
    void check(Change change);

    /**
     * A write that is about to happen.
     *
     * @param current not there for what is new, or comes back after a deletion
     * @param next not there for a deletion; otherwise valid R4, and its {@code id} that of {@code key} or missing
     */
    record Change(
            Caller caller, ResourceKey key, Verb verb, Optional<StoredResource> current, Optional<ObjectNode> next) {}
}
