package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The value set that a structure binds an element to. */
public final class BoundValueSet {
    private static final int MAX_DEPTH = 20;

    private BoundValueSet() {}

    /** {@code element} is a path or an id, with or without the type before it; what a profile leaves out is its base's. */
    public static Optional<String> at(String structure, String element, Definitions definitions) {
        Optional<ObjectNode> definition = definitions.definition("StructureDefinition", structure);
        for (int i = 0; i < MAX_DEPTH && definition.isPresent(); i++) {
            String type = definition.get().path("type").asText("");
            for (String view : new String[] {"snapshot", "differential"}) {
                for (JsonNode candidate : definition.get().path(view).path("element")) {
                    String bound = candidate.path("binding").path("valueSet").asText("");
                    if (!bound.isEmpty() && isAt(candidate, element, type)) {
                        return Optional.of(bound);
                    }
                }
            }
            String base = definition.get().path("baseDefinition").asText("");
            definition = definitions.definition("StructureDefinition", base);
        }
        return Optional.empty();
    }

    private static boolean isAt(JsonNode candidate, String element, String type) {
        for (String name : new String[] {"id", "path"}) {
            String found = candidate.path(name).asText("");
            if (found.equals(element) || found.equals(type + "." + element)) {
                return true;
            }
        }
        return false;
    }
}
