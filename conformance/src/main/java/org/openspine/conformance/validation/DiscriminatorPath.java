package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.conformance.profile.ElementNode;
import org.openspine.conformance.profile.Snapshots;

/**
 * Where the path of a discriminator leads in the definition of a slice.
 *
 * @see <a href="https://hl7.org/fhir/R4/profiling.html#discriminator">Discriminators</a>
 */
record DiscriminatorPath(String text, List<String> steps, Snapshots snapshots) {
    private static final String RESOLVE = "resolve()";
    private static final Pattern STEP =
            Pattern.compile("\\.?(extension\\('[^']{1,300}'\\)|ofType\\(\\w+\\)|resolve\\(\\)|\\$this|[A-Za-z]\\w*)");
    private static final Pattern QUOTED = Pattern.compile("extension\\('([^']*)'\\)");

    /** Throws {@link IllegalArgumentException} for what a discriminator may not use. */
    static DiscriminatorPath of(String path, Snapshots snapshots) {
        var steps = new ArrayList<String>();
        Matcher matcher = STEP.matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("not the path of a discriminator");
            }
            if (!matcher.group(1).equals("$this")) {
                steps.add(matcher.group(1));
            }
            at = matcher.end();
        }
        return new DiscriminatorPath(path, steps, snapshots);
    }

    boolean resolves() {
        return steps.contains(RESOLVE);
    }

    /** The path of the reference that is resolved. */
    String beforeResolve() {
        String before = text.substring(0, text.indexOf(RESOLVE));
        return before.isEmpty() ? "$this" : before.substring(0, before.length() - 1);
    }

    Optional<ElementNode> node(ElementNode slice) {
        Optional<ElementNode> at = Optional.of(slice);
        for (String step : steps) {
            at = at.flatMap(node -> below(node, step));
        }
        return at;
    }

    private Optional<ElementNode> below(ElementNode node, String step) {
        if (step.startsWith("ofType")) {
            return Optional.of(node);
        }
        if (step.equals(RESOLVE)) {
            return snapshots
                    .snapshot(node.get("type")
                            .path(0)
                            .path("targetProfile")
                            .path(0)
                            .asText(""))
                    .map(Snapshots.Snapshot::root);
        }
        snapshots.unfold(node);
        Matcher extension = QUOTED.matcher(step);
        if (extension.matches()) {
            return node.child("extension").flatMap(all -> all.slices().stream()
                    .filter(slice -> slice.get("type")
                            .path(0)
                            .path("profile")
                            .path(0)
                            .asText("")
                            .equals(extension.group(1)))
                    .findFirst());
        }
        return node.child(step).or(() -> node.child(step + "[x]"));
    }

    /**
     * The fixed value or pattern at the end of the path. It may be part of one that stands further up, or belong to a slice on the way:
     * one coding of a concept.
     */
    Optional<FixedValue> value(ElementNode slice) {
        return value(slice, 0);
    }

    private Optional<FixedValue> value(ElementNode node, int at) {
        boolean pattern = node.valueOf("fixed").isMissingNode();
        JsonNode found = inside(node.valueOf(pattern ? "pattern" : "fixed"), steps.subList(at, steps.size()));
        if (!found.isMissingNode()) {
            return Optional.of(new FixedValue(found, pattern));
        }
        if (at == steps.size()) {
            return Optional.empty();
        }
        Optional<ElementNode> next = below(node, steps.get(at));
        Optional<FixedValue> direct = next.flatMap(element -> value(element, at + 1));
        return direct.isPresent()
                ? direct
                : next.map(ElementNode::slices).orElse(List.of()).stream()
                        .flatMap(inner -> value(inner, at + 1).stream())
                        .findFirst();
    }

    private static JsonNode inside(JsonNode value, List<String> steps) {
        JsonNode at = value;
        for (String step : steps) {
            at = at.isArray() ? at.path(0).path(step) : at.path(step);
        }
        return at.isArray() ? at.path(0) : at.isNull() ? MissingNode.getInstance() : at;
    }

    Optional<String> requiredValueSet(ElementNode slice) {
        return node(slice)
                .map(node -> node.get("binding"))
                .filter(binding -> binding.path("strength").asText("").equals("required"))
                .map(binding -> binding.path("valueSet").asText(""))
                .filter(valueSet -> !valueSet.isEmpty());
    }

    /** Profiles that the element at the end, or what it refers to, must conform to. */
    List<String> profiles(ElementNode slice) {
        boolean last = !steps.isEmpty() && steps.get(steps.size() - 1).equals(RESOLVE);
        Optional<ElementNode> owner = last
                ? new DiscriminatorPath(text, steps.subList(0, steps.size() - 1), snapshots).node(slice)
                : node(slice);
        var profiles = new ArrayList<String>();
        owner.ifPresent(node -> {
            for (JsonNode type : node.get("type")) {
                type.path(last ? "targetProfile" : "profile").forEach(profile -> profiles.add(profile.asText()));
            }
        });
        return profiles;
    }

    Set<String> targetTypes(ElementNode slice) {
        var types = new TreeSet<String>();
        for (String profile : profiles(slice)) {
            snapshots.snapshot(profile).map(Snapshots.Snapshot::type).ifPresent(types::add);
        }
        return types;
    }
}
