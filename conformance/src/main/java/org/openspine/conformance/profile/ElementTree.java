package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Places the elements of a differential in the tree of what it derives from. */
final class ElementTree {
    private static final String SYSTEM_TYPE = "http://hl7.org/fhirpath/System.";

    /** What a differential adds to; everything else it replaces. */
    private static final String CONSTRAINTS = "constraint";

    /** A differential may change its strength alone. */
    private static final String BINDING = "binding";

    private static final Set<String> NOT_INHERITED_BY_SLICES = Set.of("slicing", "min");

    private final ElementNode root;
    private final Snapshots snapshots;
    private final Map<String, String> lastSlice = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    ElementTree(ElementNode root, Snapshots snapshots) {
        this.root = root;
        this.snapshots = snapshots;
    }

    ElementNode root() {
        return root;
    }

    /** The tree of a snapshot that is listed element by element. */
    static ElementNode read(JsonNode elements) {
        Map<String, ElementNode> placed = new HashMap<>();
        ElementNode root = new ElementNode("", "", JsonNodeFactory.instance.objectNode());
        for (JsonNode element : elements) {
            String id = element.path("id").asText(element.path("path").asText());
            int dot = id.lastIndexOf('.');
            String last = id.substring(dot + 1);
            int colon = last.indexOf(':');
            String name = colon < 0 ? last : last.substring(0, colon);
            var node = new ElementNode(name, colon < 0 ? "" : last.substring(colon + 1), (ObjectNode) element);
            placed.put(id, node);
            if (dot < 0) {
                root = node;
            } else if (colon < 0) {
                Optional.ofNullable(placed.get(id.substring(0, dot))).ifPresent(parent -> parent.add(node));
            } else {
                Optional.ofNullable(placed.get(id.substring(0, dot + 1) + name))
                        .ifPresent(sliced -> sliced.slices().add(node));
            }
        }
        return root;
    }

    /** What could not be placed. */
    List<String> apply(JsonNode differential, String source) {
        for (JsonNode element : differential) {
            String path = element.path("path").asText("");
            Optional<ElementNode> place = place(path, element);
            if (place.isPresent()) {
                merge(place.get().definition(), (ObjectNode) element);
                limitExtension(place.get(), element);
            } else {
                problems.add("%s is not an element of %s".formatted(path, source));
            }
        }
        return problems;
    }

    private Optional<ElementNode> place(String path, JsonNode element) {
        String[] steps = path.split("\\.");
        String[] ids = element.path("id").asText("").split("\\.");
        boolean named = ids.length == steps.length;
        Optional<ElementNode> at = Optional.of(root);
        var prefix = new StringBuilder(steps[0]);
        for (int i = 1; i < steps.length && at.isPresent(); i++) {
            prefix.append('.').append(steps[i]);
            String slice;
            if (named) {
                int colon = ids[i].indexOf(':');
                slice = colon < 0 ? "" : ids[i].substring(colon + 1);
            } else {
                slice = i == steps.length - 1 ? "" : lastSlice.getOrDefault(prefix.toString(), "");
            }
            if (i == steps.length - 1 && slice.isEmpty()) {
                slice = element.path("sliceName").asText("");
                lastSlice.put(prefix.toString(), slice);
            }
            at = step(at.get(), steps[i], slice);
        }
        return at;
    }

    private Optional<ElementNode> step(ElementNode parent, String name, String slice) {
        unfold(parent);
        Optional<ElementNode> exact = parent.child(name);
        if (exact.isPresent()) {
            return slice.isEmpty() ? exact : Optional.of(slice(exact.get(), slice));
        }
        for (ElementNode child : parent.children()) {
            if (child.name().endsWith("[x]")) {
                String stem = child.name().substring(0, child.name().length() - 3);
                if (name.startsWith(stem) && name.length() > stem.length()) {
                    return typed(child, name, name.substring(stem.length()));
                }
            }
        }
        return Optional.empty();
    }

    /** {@code valueQuantity} in a path means the slice of {@code value[x]} that is a Quantity. */
    private Optional<ElementNode> typed(ElementNode choice, String name, String suffix) {
        for (JsonNode type : choice.get("type")) {
            String code = type.path("code").asText();
            if (code.equalsIgnoreCase(suffix)) {
                ElementNode slice = slice(choice, name);
                slice.definition()
                        .set("type", JsonNodeFactory.instance.arrayNode().add(type.deepCopy()));
                return Optional.of(slice);
            }
        }
        return Optional.empty();
    }

    private ElementNode slice(ElementNode sliced, String name) {
        int slash = name.lastIndexOf('/');
        ElementNode model = slash < 0 ? sliced : slice(sliced, name.substring(0, slash)); // a slice of a slice
        Optional<ElementNode> known = model.slice(name);
        if (known.isPresent()) {
            return known.get();
        }
        ElementNode slice = model.instance(name);
        slice.definition().remove(NOT_INHERITED_BY_SLICES);
        slice.definition().put("min", 0);
        if (sliced.name().endsWith("[x]")) {
            typeOfSlice(slice, sliced, name);
        }
        model.slices().add(slice);
        return slice;
    }

    /** A slice of a choice is named after its type: {@code value[x]:valueQuantity}. */
    private static void typeOfSlice(ElementNode slice, ElementNode choice, String name) {
        String stem = choice.name().substring(0, choice.name().length() - 3);
        for (JsonNode type : choice.get("type")) {
            if (name.equalsIgnoreCase(stem + type.path("code").asText())) {
                slice.definition()
                        .set("type", JsonNodeFactory.instance.arrayNode().add(type.deepCopy()));
            }
        }
    }

    /** Hangs the elements of its datatype below an element. */
    void unfold(ElementNode node) {
        if (node.isUnfolded()) {
            return;
        }
        String reference = node.get("contentReference").asText("");
        if (!reference.isEmpty()) {
            find(root, reference.substring(reference.indexOf('#') + 1))
                    .ifPresent(other -> node.unfold(other.children().stream()
                            .map(child -> child.instance(child.sliceName()))
                            .toList()));
            return;
        }
        JsonNode types = node.get("type");
        String code = types.size() == 1 ? types.get(0).path("code").asText("") : "Element";
        JsonNode profiles = types.path(0).path("profile");
        Optional<Snapshots.Snapshot> below = types.size() == 1 && profiles.size() == 1
                ? snapshots.snapshot(profiles.get(0).asText())
                : Optional.empty();
        below.or(() -> snapshots.type(code.startsWith(SYSTEM_TYPE) ? "Element" : code))
                .ifPresent(type -> node.unfold(type.root().children().stream()
                        .map(child -> child.instance(child.sliceName()))
                        .toList()));
    }

    private static Optional<ElementNode> find(ElementNode root, String id) {
        ElementNode at = root;
        String[] steps = id.split("\\.");
        for (int i = 1; i < steps.length; i++) {
            Optional<ElementNode> next = at.child(steps[i]);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    /** A slice for an extension that does not say how often allows it as often as the extension's own definition. */
    private void limitExtension(ElementNode slice, JsonNode element) {
        JsonNode types = slice.get("type");
        if (slice.sliceName().isEmpty()
                || element.has("max")
                || types.size() != 1
                || !types.path(0).path("code").asText().equals("Extension")) {
            return;
        }
        snapshots
                .snapshot(types.path(0).path("profile").path(0).asText(""))
                .map(extension -> extension.root().get("max"))
                .filter(JsonNode::isTextual)
                .ifPresent(max -> slice.definition().set("max", max));
    }

    private static void merge(ObjectNode target, ObjectNode differential) {
        for (var property : differential.properties()) {
            String name = property.getKey();
            if (name.equals(CONSTRAINTS)) {
                addConstraints(target, property.getValue());
            } else if (name.equals(BINDING) && target.path(BINDING) instanceof ObjectNode inherited) {
                inherited.setAll((ObjectNode) property.getValue().deepCopy());
            } else if (!name.equals("sliceName")
                    || !property.getValue().asText("").isEmpty()) {
                target.set(name, property.getValue().deepCopy());
            }
        }
    }

    private static void addConstraints(ObjectNode target, JsonNode added) {
        ArrayNode all = target.withArray("/" + CONSTRAINTS);
        for (JsonNode constraint : added) {
            String key = constraint.path("key").asText();
            for (int i = all.size() - 1; i >= 0; i--) {
                if (all.get(i).path("key").asText().equals(key)) {
                    all.remove(i);
                }
            }
            all.add(constraint.deepCopy());
        }
    }
}
