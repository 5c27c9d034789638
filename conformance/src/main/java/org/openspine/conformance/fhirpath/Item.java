package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.openspine.conformance.structure.TypeShape;

/**
 * A node with its type.
 *
 * @param node the value; missing or null if a primitive has nothing but extensions
 * @param sibling the {@code _name} object of a primitive, which holds its id and extensions; else missing
 */
public record Item(TypeShape type, JsonNode node, JsonNode sibling) {
    public Item(TypeShape type, JsonNode node) {
        this(type, node, MissingNode.getInstance());
    }

    /** Whether there is more than extensions. */
    public boolean hasValue() {
        return !node.isMissingNode() && !node.isNull();
    }
}
