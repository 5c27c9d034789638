package org.openspine.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.structure.ElementShape;

/**
 * One value of an element as FHIR's JSON splits it: the value, and the {@code _name} object with the id and extensions of a
 * primitive. Either may be missing.
 */
record ElementValue(JsonNode value, JsonNode sibling) {
    static ElementValue of(JsonNode value) {
        return new ElementValue(value, MissingNode.getInstance());
    }

    boolean hasValue() {
        return !value.isMissingNode() && !value.isNull();
    }

    /** Whether this is the very node that was selected, not one that is equal. */
    boolean isAt(Item item) {
        return item.hasValue() ? value == item.node() : sibling == item.sibling();
    }

    private boolean hasSibling() {
        return sibling.isObject() && !sibling.isEmpty();
    }

    /** All values of an element, in order; a list that can be changed, apart from the owner. */
    static List<ElementValue> all(ObjectNode owner, ElementShape element) {
        JsonNode values = owner.path(element.name());
        JsonNode siblings = element.type().isPrimitive() ? owner.path("_" + element.name()) : MissingNode.getInstance();
        List<ElementValue> all = new ArrayList<>();
        if (values.isArray() || siblings.isArray()) {
            int size = Math.max(values.isArray() ? values.size() : 0, siblings.isArray() ? siblings.size() : 0);
            for (int i = 0; i < size; i++) {
                all.add(new ElementValue(values.path(i), siblings.path(i)));
            }
        } else if (!values.isMissingNode() || !siblings.isMissingNode()) {
            all.add(new ElementValue(values, siblings));
        }
        return all;
    }

    /** Makes these all values of the element. */
    static void set(ObjectNode owner, ElementShape element, List<ElementValue> all) {
        List<JsonNode> values = all.stream()
                .map(one -> one.hasValue() ? one.value() : owner.nullNode())
                .toList();
        List<JsonNode> siblings = all.stream()
                .map(one -> one.hasSibling() ? one.sibling() : owner.nullNode())
                .toList();
        put(owner, element, element.name(), values);
        if (element.type().isPrimitive()) {
            put(owner, element, "_" + element.name(), siblings);
        }
    }

    private static void put(ObjectNode owner, ElementShape element, String name, List<JsonNode> nodes) {
        if (nodes.stream().allMatch(JsonNode::isNull)) {
            owner.remove(name);
        } else if (element.list()) {
            ArrayNode list = owner.arrayNode().addAll(nodes);
            owner.set(name, list);
        } else {
            owner.set(name, nodes.get(0));
        }
    }
}
