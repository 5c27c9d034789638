package org.openspine.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Copies of trees in which no two places share a node, so that a node found by FHIRPath tells where it stands. Jackson
 * shares booleans and small integers.
 */
final class DistinctNodes {
    private DistinctNodes() {}

    static ObjectNode copy(ObjectNode node) {
        ObjectNode copy = node.objectNode();
        node.properties().forEach(property -> copy.set(property.getKey(), copy(property.getValue())));
        return copy;
    }

    static JsonNode copy(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return copy(object);
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = list.arrayNode(list.size());
            list.forEach(item -> copy.add(copy(item)));
            return copy;
        }
        if (node instanceof BooleanNode) {
            return new OwnBoolean(node.booleanValue());
        }
        return node instanceof IntNode ? new IntNode(node.intValue()) : node;
    }

    /** A boolean that is no singleton. */
    private static final class OwnBoolean extends BooleanNode {
        private static final long serialVersionUID = 1L;

        OwnBoolean(boolean value) {
            super(value);
        }

        @Override
        protected Object readResolve() {
            return this;
        }
    }
}
