package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openspine.conformance.profile.ElementNode;
import org.openspine.conformance.profile.Snapshots;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Compiles what a profile adds to the type it constrains; elements it leaves alone cost nothing. */
final class ProfileCompiler {
    /** Places that R4 left out of its own definitions, and all guides use. */
    private static final Map<String, List<String>> EXPECTED_ELSEWHERE = Map.of(
            TypeCompiler.BASE + "capabilitystatement-expectation",
            List.of(
                    "CapabilityStatement.rest.resource",
                    "CapabilityStatement.rest.resource.operation",
                    "CapabilityStatement.rest.resource.supportedProfile"));

    private final Structures structures;
    private final Snapshots snapshots;
    private final ConstraintCompiler constraints;
    private String profile = "";

    ProfileCompiler(Structures structures, Snapshots snapshots) {
        this.structures = structures;
        this.snapshots = snapshots;
        this.constraints = new ConstraintCompiler(structures);
    }

    ProfileRules compile(Snapshots.Snapshot snapshot) {
        profile = snapshot.url();
        Optional<TypeShape> shape = structures.type(snapshot.type());
        snapshot.problems().forEach(constraints::problem);
        var contexts = new ArrayList<ExtensionContext>();
        for (JsonNode context : snapshot.definition().path("context")) {
            contexts.add(new ExtensionContext(
                    context.path("type").asText(""), context.path("expression").asText("")));
        }
        EXPECTED_ELSEWHERE
                .getOrDefault(profile, List.of())
                .forEach(place -> contexts.add(new ExtensionContext("element", place)));
        if (shape.isEmpty()) {
            constraints.problem("it constrains %s, which is not a type of R4".formatted(snapshot.type()));
            return new ProfileRules(
                    profile, snapshot.type(), List.of(), List.of(), contexts, Set.of(), false, constraints.problems());
        }
        ElementNode root = snapshot.root();
        List<Constraint> own = snapshot.isType()
                ? List.of()
                : constraints.compile(
                        root.get("constraint"), ofOrigin(root, "constraint"), Set.of(shape.get()), profile);
        List<ElementRules> elements = snapshot.isType() ? List.of() : children(root, shape.get(), snapshot.type());
        return new ProfileRules(
                profile,
                snapshot.type(),
                own,
                elements,
                contexts,
                parts(root),
                root.get("isModifier").asBoolean(false),
                List.copyOf(constraints.problems()));
    }

    private static Set<String> parts(ElementNode root) {
        var parts = new TreeSet<String>();
        root.child("extension").map(ElementNode::slices).orElse(List.of()).forEach(slice -> slice.child("url")
                .map(url -> url.valueOf("fixed").asText(""))
                .filter(url -> !url.isEmpty() && !AbsoluteUris.isAbsolute(url))
                .ifPresent(parts::add));
        return parts;
    }

    Structures structures() {
        return structures;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    void problem(String problem) {
        constraints.problem(problem);
    }

    static JsonNode ofOrigin(ElementNode node, String property) {
        return node.origin().map(origin -> origin.get(property)).orElse(MissingNode.getInstance());
    }

    private static boolean differs(ElementNode node, String property) {
        return !node.get(property).equals(ofOrigin(node, property));
    }

    private List<ElementRules> children(ElementNode node, TypeShape owner, String id) {
        var rules = new ArrayList<ElementRules>();
        for (ElementNode child : node.children()) {
            TypeShape type = owner.isPrimitive() ? structures.type("Element").orElseThrow() : owner;
            element(child, type, id + "." + child.name(), false)
                    .filter(element -> !element.isEmpty())
                    .ifPresent(rules::add);
        }
        return rules;
    }

    /** The rules of an element or, if {@code slice}, of the values in a slice, whose number is the slicing's matter. */
    Optional<ElementRules> element(ElementNode node, TypeShape owner, String id, boolean slice) {
        List<ElementShape> shapes = owner.step(node.name().replace("[x]", ""));
        if (shapes.isEmpty()) {
            return Optional.empty();
        }
        List<ElementShape> left = left(node, shapes);
        boolean typesDiffer = differs(node, "type");
        TypeShape type = left.size() == 1
                ? left.get(0).type()
                : structures.type("Element").orElseThrow();
        Set<TypeShape> types = left.stream().map(ElementShape::type).collect(Collectors.toSet());
        boolean extension = type.name().equals("Extension"); // every known extension is checked where it stands
        return Optional.of(new ElementRules(
                id,
                profile,
                shapes,
                typesDiffer && left.size() < shapes.size() && !slice
                        ? left.stream().map(ElementShape::name).collect(Collectors.toCollection(TreeSet::new))
                        : Set.of(),
                slice || !differs(node, "min") ? 0 : node.get("min").asInt(),
                slice || !differs(node, "max") ? ElementRules.UNBOUNDED : max(node),
                fixed(node),
                constraints(node, types),
                binding(node, owner),
                typesDiffer && !extension ? TypeCompiler.profiles(node.get("type")) : Map.of(),
                typesDiffer ? targets(node.get("type")) : Optional.empty(),
                children(node, type, id),
                new SlicingCompiler(this).compile(node, owner, left, id)));
    }

    private List<Constraint> constraints(ElementNode node, Set<TypeShape> types) {
        var all = new ArrayList<>(
                constraints.compile(node.get("constraint"), ofOrigin(node, "constraint"), types, profile));
        all.addAll(constraints.compile(Limits.of(node), MissingNode.getInstance(), types, profile));
        return all;
    }

    /** What a profile leaves of a choice. */
    private static List<ElementShape> left(ElementNode node, List<ElementShape> shapes) {
        if (shapes.size() == 1) {
            return shapes;
        }
        var codes = new TreeSet<String>();
        node.get("type").forEach(type -> codes.add(type.path("code").asText()));
        List<ElementShape> left = shapes.stream()
                .filter(shape -> codes.contains(shape.type().name()))
                .toList();
        return left.isEmpty() ? shapes : left;
    }

    static int max(ElementNode node) {
        String max = node.get("max").asText("*");
        return max.matches("[0-9]{1,9}") ? Integer.parseInt(max) : ElementRules.UNBOUNDED;
    }

    private static Optional<FixedValue> fixed(ElementNode node) {
        JsonNode fixed = node.valueOf("fixed");
        JsonNode pattern = node.valueOf("pattern");
        JsonNode expected = fixed.isMissingNode() ? pattern : fixed;
        String kind = fixed.isMissingNode() ? "pattern" : "fixed";
        boolean same = node.origin()
                .map(origin -> origin.valueOf(kind).equals(expected))
                .orElse(false);
        return expected.isMissingNode() || same
                ? Optional.empty()
                : Optional.of(new FixedValue(expected, fixed.isMissingNode()));
    }

    private Optional<Binding> binding(ElementNode node, TypeShape owner) {
        JsonNode binding = node.get("binding");
        JsonNode origin = ofOrigin(node, "binding");
        boolean same = binding.path("strength").equals(origin.path("strength"))
                && binding.path("valueSet").equals(origin.path("valueSet"))
                && Binding.widest(binding).equals(Binding.widest(origin));
        if (same || !binding.has("valueSet")) {
            return Optional.empty();
        }
        String replaces = origin.isMissingNode() ? "" : TypeCompiler.BASE + TypeCompiler.typeName(owner);
        return TypeCompiler.strength(binding.path("strength").asText(""))
                .map(strength -> new Binding(
                        strength, binding.path("valueSet").asText(), Binding.widest(binding), profile, replaces));
    }

    /** What a reference may point to; empty if anything, or if a profile among them is not loaded. */
    private Optional<Targets> targets(JsonNode types) {
        Map<String, List<String>> targets = new TreeMap<>();
        var any = new TreeSet<String>(); // types of which no profile is asked
        for (JsonNode type : types) {
            if (!type.path("code").asText("").equals("Reference")) {
                continue;
            }
            for (JsonNode target : type.path("targetProfile")) {
                Optional<Snapshots.Snapshot> found = snapshots.snapshot(target.asText());
                String name = found.map(Snapshots.Snapshot::type).orElse("Resource");
                if (name.equals("Resource")) {
                    return Optional.empty();
                }
                targets.computeIfAbsent(name, key -> new ArrayList<>()).add(target.asText());
                if (found.get().isType()) {
                    any.add(name);
                }
            }
        }
        any.forEach(name -> targets.put(name, List.of()));
        return targets.isEmpty() ? Optional.empty() : Optional.of(new Targets(targets));
    }
}
