package org.openspine.conformance.packages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a package holds.
 *
 * @param dependencies names and versions of packages it builds on
 * @param resources its conformance resources
 * @param notes what was left out, and why; for people
 */
public record FhirPackage(
        String name, String version, Map<String, String> dependencies, List<ObjectNode> resources, List<String> notes) {
    public FhirPackage {
        dependencies = Map.copyOf(dependencies);
        resources = List.copyOf(resources);
        notes = List.copyOf(notes);
    }
}
