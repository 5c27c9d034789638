package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.conformance.profile.ElementNode;
import org.openspine.conformance.profile.Snapshots;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Compiles what R4 demands of a type beyond its shape: invariants, bindings, profiles of datatypes. */
final class TypeCompiler {
    static final String BASE = "http://hl7.org/fhir/StructureDefinition/";

    private final Structures structures;
    private final Snapshots snapshots;

    TypeCompiler(Structures structures, Snapshots snapshots) {
        this.structures = structures;
        this.snapshots = snapshots;
    }

    List<String> problems(TypeShape shape) {
        var constraints = new ConstraintCompiler(structures);
        compile(shape, constraints);
        return constraints.problems();
    }

    TypeRules compile(TypeShape shape) {
        return compile(shape, new ConstraintCompiler(structures));
    }

    private TypeRules compile(TypeShape shape, ConstraintCompiler constraints) {
        String source = BASE + typeName(shape);
        Optional<ElementNode> found = node(shape.name());
        if (found.isEmpty() || shape.isPrimitive()) {
            return TypeRules.NONE;
        }
        List<Constraint> own =
                constraints.compile(found.get().get("constraint"), MissingNode.getInstance(), Set.of(shape), source);
        Map<String, ElementRules> elements = new HashMap<>();
        for (ElementNode child : found.get().children()) {
            List<ElementShape> shapes = shape.step(child.name().replace("[x]", ""));
            if (!shapes.isEmpty()) {
                ElementRules rules = element(child, shapes, source, constraints);
                if (!rules.isEmpty()) {
                    shapes.forEach(alternative -> elements.put(alternative.name(), rules));
                }
            }
        }
        return own.isEmpty() && elements.isEmpty() ? TypeRules.NONE : new TypeRules(own, Map.copyOf(elements));
    }

    static String typeName(TypeShape shape) {
        int dot = shape.name().indexOf('.');
        return dot < 0 ? shape.name() : shape.name().substring(0, dot);
    }

    private Optional<ElementNode> node(String name) {
        String[] steps = name.split("\\.");
        Optional<ElementNode> at = snapshots.type(steps[0]).map(Snapshots.Snapshot::root);
        for (int i = 1; i < steps.length; i++) {
            String step = steps[i];
            at = at.flatMap(owner -> owner.child(step));
        }
        return at;
    }

    private ElementRules element(
            ElementNode node, List<ElementShape> shapes, String source, ConstraintCompiler constraints) {
        boolean backbone =
                shapes.get(0).type().kind() == TypeShape.Kind.BACKBONE; // its invariants are those of the type
        Set<TypeShape> types = shapes.stream().map(ElementShape::type).collect(Collectors.toSet());
        return new ElementRules(
                node.get("id").asText(node.name()),
                source,
                shapes,
                Set.of(),
                0,
                ElementRules.UNBOUNDED,
                Optional.empty(),
                backbone
                        ? List.of()
                        : constraints.compile(node.get("constraint"), MissingNode.getInstance(), types, source),
                binding(node.get("binding"), shapes, source),
                profiles(node.get("type")),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static Optional<Binding> binding(JsonNode binding, List<ElementShape> shapes, String source) {
        boolean codesAreListed = !shapes.get(0).codes().isEmpty();
        return strength(binding.path("strength").asText(""))
                .filter(strength -> !codesAreListed && binding.has("valueSet"))
                .map(strength ->
                        new Binding(strength, binding.path("valueSet").asText(), Binding.widest(binding), source, ""));
    }

    static Optional<Binding.Strength> strength(String code) {
        return switch (code) {
            case "required" -> Optional.of(Binding.Strength.REQUIRED);
            case "extensible" -> Optional.of(Binding.Strength.EXTENSIBLE);
            case "preferred" -> Optional.of(Binding.Strength.PREFERRED);
            default -> Optional.empty();
        };
    }

    /** Profiles by the type they are on; where one type has several, one suffices. */
    static Map<String, List<String>> profiles(JsonNode types) {
        var profiles = new HashMap<String, List<String>>();
        for (JsonNode type : types) {
            for (JsonNode profile : type.path("profile")) {
                profiles.computeIfAbsent(type.path("code").asText(), code -> new ArrayList<>())
                        .add(profile.asText());
            }
        }
        return profiles;
    }
}
