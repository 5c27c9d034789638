package org.openspine.conformance.structure;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Elements that R4 requires of a resource type but the model classes inherit as optional, since other definitions may leave them out. */
final class RequiredElements {
    private static final Map<String, Set<String>> INHERITED = Map.ofEntries(
            Map.entry("CapabilityStatement", Set.of("date")),
            Map.entry("ChargeItemDefinition", Set.of("url")),
            Map.entry("CompartmentDefinition", Set.of("url", "name")),
            Map.entry("GraphDefinition", Set.of("name")),
            Map.entry("ImplementationGuide", Set.of("url", "name")),
            Map.entry("MessageDefinition", Set.of("date")),
            Map.entry("NamingSystem", Set.of("name", "date")),
            Map.entry("OperationDefinition", Set.of("name")),
            Map.entry("SearchParameter", Set.of("url", "name", "description")),
            Map.entry("StructureDefinition", Set.of("url", "name")),
            Map.entry("StructureMap", Set.of("url", "name")),
            Map.entry("TerminologyCapabilities", Set.of("date")),
            Map.entry("TestScript", Set.of("url", "name")));

    private RequiredElements() {}

    static List<ElementShape> of(String resourceType, List<ElementShape> elements) {
        Set<String> required = INHERITED.getOrDefault(resourceType, Set.of());
        return required.isEmpty()
                ? elements
                : elements.stream()
                        .map(element -> required.contains(element.name()) ? element.required() : element)
                        .toList();
    }
}
