package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.StoredResource;

/** Stored bytes as a tree, for the few interactions that need one. */
final class StoredTree {
    private StoredTree() {}

    static ObjectNode of(StoredResource stored) {
        return ResourceJson.parse(stored.body(), JsonLimits.DOCUMENT);
    }
}
