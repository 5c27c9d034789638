package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openspine.conformance.fhirpath.FhirPath;
import org.openspine.conformance.profile.ElementNode;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.TypeShape;

/** Compiles the slices of an element and how values find theirs. */
final class SlicingCompiler {
    private static final Set<String> EXTENSIONS = Set.of("extension", "modifierExtension");

    private final ProfileCompiler compiler;

    SlicingCompiler(ProfileCompiler compiler) {
        this.compiler = compiler;
    }

    Optional<Slicing> compile(ElementNode node, TypeShape owner, List<ElementShape> shapes, String id) {
        if (node.slices().isEmpty()) {
            return Optional.empty();
        }
        JsonNode slicing = slicing(node);
        Slicing.Openness openness =
                switch (slicing.path("rules").asText("")) {
                    case "closed" -> Slicing.Openness.CLOSED;
                    case "openAtEnd" -> Slicing.Openness.OPEN_AT_END;
                    default -> Slicing.Openness.OPEN;
                };
        boolean ordered = slicing.path("ordered").asBoolean(false);
        var slices = new ArrayList<Slicing.Slice>();
        boolean effective = openness != Slicing.Openness.OPEN || ordered;
        for (ElementNode slice : node.slices()) {
            Optional<ElementRules> rules = compiler.element(slice, owner, id + ":" + slice.sliceName(), true);
            Optional<Discriminator> discriminator = discriminator(node, slice, shapes);
            if (rules.isEmpty() || discriminator.isEmpty()) {
                compiler.problem("the slice %s:%s is not checked: its discriminator cannot be told"
                        .formatted(id, slice.sliceName()));
                openness = Slicing.Openness.OPEN; // its values must not count as being in no slice
                continue;
            }
            int min = slice.get("min").asInt(0);
            int max = ProfileCompiler.max(slice);
            boolean narrows = max < ProfileCompiler.max(node) || max != ElementRules.UNBOUNDED;
            effective |= min > 0 || narrows || !rules.get().isEmpty();
            slices.add(new Slicing.Slice(slice.sliceName(), min, max, discriminator.get(), rules.get()));
        }
        return effective && !slices.isEmpty() ? Optional.of(new Slicing(openness, ordered, slices)) : Optional.empty();
    }

    /** A slice that is sliced again without saying how is sliced as the element is. */
    private static JsonNode slicing(ElementNode node) {
        JsonNode own = node.get("slicing");
        return own.isMissingNode() && !node.sliceName().isEmpty()
                ? node.origin().map(origin -> origin.get("slicing")).orElse(own)
                : own;
    }

    private Optional<Discriminator> discriminator(ElementNode sliced, ElementNode slice, List<ElementShape> shapes) {
        if (EXTENSIONS.contains(sliced.name())) {
            return Optional.of(Discriminator.url(urlOf(slice)));
        }
        JsonNode discriminators = slicing(sliced).path("discriminator");
        if (discriminators.isEmpty()) {
            return sliced.name().endsWith("[x]")
                    ? Optional.of(Discriminator.type(Optional.empty(), codes(slice)))
                    : Optional.empty();
        }
        Set<TypeShape> types = shapes.stream().map(ElementShape::type).collect(Collectors.toSet());
        var parts = new ArrayList<Discriminator>();
        for (JsonNode discriminator : discriminators) {
            String path = discriminator.path("path").asText("$this");
            Optional<Discriminator> part;
            try {
                part = part(discriminator.path("type").asText(""), path, slice, types);
            } catch (IllegalArgumentException e) {
                return Optional.empty(); // a path outside FHIRPath as it is compiled here
            }
            // a slice may leave some discriminators open as long as one tells it apart
            part.ifPresent(parts::add);
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(Discriminator.all(parts));
    }

    private Optional<Discriminator> part(String kind, String path, ElementNode slice, Set<TypeShape> types) {
        DiscriminatorPath place = DiscriminatorPath.of(path, compiler.snapshots());
        return switch (kind) {
            case "value", "pattern" ->
                place.value(slice)
                        .map(value -> Discriminator.value(compile(path, types), value))
                        .or(() -> place.requiredValueSet(slice)
                                .map(valueSet -> Discriminator.binding(compile(path, types), valueSet)));
            case "exists" ->
                place.node(slice)
                        .filter(node -> ProfileCompiler.max(node) == 0
                                || node.get("min").asInt(0) > 0)
                        .map(node -> Discriminator.exists(compile(path, types), ProfileCompiler.max(node) > 0));
            case "type" -> type(path, place, slice, types);
            case "profile" -> {
                List<String> profiles = place.profiles(slice);
                yield profiles.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Discriminator.profile(compile(path, types), profiles));
            }
            default -> Optional.empty();
        };
    }

    private Optional<Discriminator> type(
            String path, DiscriminatorPath place, ElementNode slice, Set<TypeShape> types) {
        if (place.resolves()) {
            Set<String> targets = place.targetTypes(slice);
            return targets.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Discriminator.target(compile(place.beforeResolve(), types), targets));
        }
        return place.node(slice)
                .map(node -> Discriminator.type(
                        path.equals("$this") ? Optional.empty() : Optional.of(compile(path, types)), codes(node)));
    }

    private FhirPath compile(String path, Set<TypeShape> types) {
        return FhirPath.compileRule(path, compiler.structures(), types);
    }

    private static Set<String> codes(ElementNode node) {
        var codes = new TreeSet<String>();
        node.get("type").forEach(type -> codes.add(type.path("code").asText()));
        return codes;
    }

    /** The url that an extension in this slice has. */
    private String urlOf(ElementNode slice) {
        Optional<String> fixed =
                slice.child("url").map(url -> url.valueOf("fixed").asText("")).filter(url -> !url.isEmpty());
        if (fixed.isPresent()) {
            return fixed.get();
        }
        String profile = slice.get("type").path(0).path("profile").path(0).asText("");
        int bar = profile.indexOf('|');
        String canonical = bar < 0 ? profile : profile.substring(0, bar);
        return compiler.snapshots()
                .snapshot(profile)
                .flatMap(snapshot -> snapshot.root().child("url"))
                .map(url -> url.valueOf("fixed").asText(canonical))
                .orElse(canonical.isEmpty() ? slice.sliceName() : canonical);
    }
}
