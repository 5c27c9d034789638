package org.openspine.conformance.validation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What R4 demands of a type beyond its shape: invariants of the whole, and rules of its elements by their JSON names. */
record TypeRules(List<Constraint> constraints, Map<String, ElementRules> elements) {
    static final TypeRules NONE = new TypeRules(List.of(), Map.of());

    @Nullable
    ElementRules element(String jsonName) {
        return elements.get(jsonName);
    }
}
