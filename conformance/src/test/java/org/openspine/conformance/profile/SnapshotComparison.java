package org.openspine.conformance.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageReader;
import org.openspine.conformance.structure.Structures;

/** Our snapshots against those that HAPI's generator makes of the same differentials: elements and what validation takes from them. */
final class SnapshotComparison {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    /** Ours has them where they are defined, once. */
    private static final Set<String> OF_ALL_ELEMENTS = Set.of("ele-1", "ext-1");

    private final Snapshots ours;
    private final SnapshotGeneratingValidationSupport theirs = new SnapshotGeneratingValidationSupport(CONTEXT);
    private final ValidationSupportContext chain;

    SnapshotComparison(Collection<Definition> definitions) {
        ours = new Snapshots(Definitions.r4().with(List.copyOf(definitions)));
        var loaded = new PrePopulatedValidationSupport(CONTEXT);
        definitions.stream()
                .map(Definition::resource)
                .filter(resource -> resource.path("resourceType").asText().equals("StructureDefinition"))
                .forEach(resource -> loaded.addStructureDefinition(parsed(resource)));
        chain = new ValidationSupportContext(new ValidationSupportChain(
                new DefaultProfileValidationSupport(CONTEXT),
                loaded,
                new InMemoryTerminologyServerValidationSupport(CONTEXT),
                new CommonCodeSystemsTerminologyService(CONTEXT),
                theirs));
    }

    /** {@code main FOLDER…}: compares the profiles of packages, the program's own among them, and prints what differs. */
    public static void main(String[] args) {
        var reader = new PackageReader(Structures.r4(CONTEXT));
        var definitions = new ArrayList<>(OwnPackage.definitions());
        for (String folder : args) {
            reader.read(Path.of(folder)).resources().stream()
                    .filter(resource -> Definitions.TYPES.contains(
                            resource.path("resourceType").asText()))
                    .map(Definition::of)
                    .forEach(definitions::add);
        }
        var comparison = new SnapshotComparison(definitions);
        int compared = 0;
        for (Definition definition : definitions) {
            Optional<List<String>> differences = comparison.differences(definition.resource());
            compared += differences.isPresent() ? 1 : 0;
            differences.orElse(List.of()).forEach(System.out::println);
        }
        System.out.printf("%d snapshots compared%n", compared);
    }

    /** Empty if HAPI makes no snapshot of it: of extensions it does with a network only. */
    Optional<List<String>> differences(ObjectNode profile) {
        String url = profile.path("url").asText();
        if (!profile.path("derivation").asText().equals("constraint")) {
            return Optional.empty();
        }
        ObjectNode differential = profile.deepCopy();
        differential.remove("snapshot");
        JsonNode reference;
        try {
            reference = ResourceJson.parse(
                    CONTEXT.newJsonParser()
                            .encodeResourceToString(
                                    theirs.generateSnapshot(chain, parsed(differential), url, null, url))
                            .getBytes(StandardCharsets.UTF_8),
                    JsonLimits.RESOURCE);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        Map<String, JsonNode> expected = elements(reference);
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        Map<String, JsonNode> actual =
                elements(SnapshotWriter.write(ours.snapshot(url).orElseThrow()));
        var differences = new ArrayList<String>();
        var ids = new TreeSet<>(expected.keySet());
        ids.addAll(actual.keySet());
        for (String id : ids) {
            JsonNode one = actual.get(id);
            JsonNode other = expected.get(id);
            if (one == null || other == null) {
                differences.add("%s %s: %s".formatted(url, id, one == null ? "HAPI alone has it" : "ours alone"));
            } else if (!facets(one).equals(facets(other))) {
                differences.add("%s %s:%n   ours %s%n   HAPI %s".formatted(url, id, facets(one), facets(other)));
            }
        }
        return Optional.of(differences);
    }

    private static Map<String, JsonNode> elements(JsonNode definition) {
        Map<String, JsonNode> elements = new TreeMap<>();
        definition
                .path("snapshot")
                .path("element")
                .forEach(element -> elements.put(element.path("id").asText(), element));
        return elements;
    }

    /** What a validator takes from an element. */
    private static Map<String, Object> facets(JsonNode element) {
        Map<String, Object> facets = new TreeMap<>();
        facets.put(
                "cardinality",
                element.path("min").asText() + ".." + element.path("max").asText());
        Set<String> types = new TreeSet<>();
        element.path("type").forEach(type -> {
            Set<String> targets = new TreeSet<>();
            type.path("profile").forEach(profile -> targets.add(profile.asText()));
            type.path("targetProfile").forEach(profile -> targets.add(">" + profile.asText()));
            types.add(type.path("code").asText() + targets);
        });
        facets.put("types", types);
        JsonNode binding = element.path("binding");
        facets.put(
                "binding",
                binding.path("strength").asText() + " "
                        + binding.path("valueSet").asText());
        facets.put("slicing", element.path("slicing").path("rules").asText());
        Set<String> rules = new TreeSet<>();
        element.path("constraint").forEach(rule -> rules.add(rule.path("key").asText()));
        rules.removeAll(OF_ALL_ELEMENTS);
        facets.put("rules", rules);
        element.fields().forEachRemaining(field -> {
            if (field.getKey().matches("(fixed|pattern|minValue|maxValue).*|maxLength|mustSupport|isModifier")) {
                facets.put(field.getKey(), field.getValue().toString());
            }
        });
        facets.values().removeIf(value -> value.equals("false"));
        if (element.has("sliceName")) {
            facets.remove("mustSupport"); // which slices have here of the list that they are part of, and not there
        }
        return facets;
    }

    private static StructureDefinition parsed(ObjectNode resource) {
        return CONTEXT.newJsonParser()
                .parseResource(
                        StructureDefinition.class, new String(ResourceJson.write(resource), StandardCharsets.UTF_8));
    }
}
