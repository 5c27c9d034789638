package org.openspine.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openspine.conformance.json.JsonNames;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/**
 * The value an operation puts in place, as a parameter carries it: a datatype in {@code value[x]}, a resource, or for
 * elements without a type name parts named like the elements.
 *
 * @param type of {@code value[x]}
 */
record PatchValue(
        Optional<TypeShape> type, JsonNode value, JsonNode sibling, List<JsonNode> parts, Structures structures) {
    private static final String VALUE = "value";

    /** Reads a parameter. Throws the refusal if it holds nothing or several things. */
    static PatchValue of(JsonNode parameter, Structures structures, Refusal refusal) {
        TypeShape shape = structures.type("Parameters.parameter").orElseThrow();
        List<ElementShape> typed = shape.step(VALUE).stream()
                .filter(choice -> parameter.has(choice.name()) || parameter.has("_" + choice.name()))
                .toList();
        boolean hasParts = parameter.path("part").isArray();
        boolean hasResource = parameter.path("resource").isObject();
        int given = typed.size() + (hasParts ? 1 : 0) + (hasResource ? 1 : 0);
        if (given != 1) {
            throw refusal.because("needs one value: a value[x], parts or a resource");
        }
        if (typed.isEmpty()) {
            return new PatchValue(
                    Optional.empty(),
                    parameter.path("resource"),
                    MissingNode.getInstance(),
                    hasParts ? List.copyOf(children(parameter.path("part"))) : List.of(),
                    structures);
        }
        ElementShape choice = typed.get(0);
        return new PatchValue(
                Optional.of(choice.type()),
                parameter.path(choice.name()),
                parameter.path("_" + choice.name()),
                List.of(),
                structures);
    }

    private static List<JsonNode> children(JsonNode list) {
        List<JsonNode> children = new ArrayList<>();
        list.forEach(children::add);
        return children;
    }

    /** Which of these shapes the value has: for a choice, the one of its type. */
    ElementShape fit(List<ElementShape> shapes, Refusal refusal) {
        List<ElementShape> fitting = shapes.stream().filter(this::fits).toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String types =
                shapes.stream().map(shape -> shape.type().name()).sorted().collect(Collectors.joining(", "));
        if (fitting.isEmpty()) {
            throw refusal.because("has a value of a type the element does not take; it takes: " + types);
        }
        throw refusal.because("has parts that fit several types; give the value as value[x] of one of: " + types);
    }

    private boolean fits(ElementShape shape) {
        TypeShape wanted = shape.type();
        if (type.isPresent()) {
            boolean sameType = wanted.name().equals(type.get().name());
            return sameType || !shape.choice() && wanted.isPrimitive() && isWrittenLike(wanted);
        }
        if (value.isObject()) {
            return wanted.kind() == TypeShape.Kind.ANY_RESOURCE;
        }
        TypeShape owner = elementsOf(wanted);
        return wanted.kind() != TypeShape.Kind.ANY_RESOURCE
                && parts.stream().map(part -> part.path("name").asText("")).noneMatch(name -> elements(owner, name)
                        .isEmpty());
    }

    /** Authors write {@code valueString} for codes, dates and URIs; what the text must be is checked with the whole resource. */
    private boolean isWrittenLike(TypeShape wanted) {
        return type.filter(TypeShape::isPrimitive)
                .map(given -> kind(given) == kind(wanted))
                .orElse(false);
    }

    private static char kind(TypeShape primitive) {
        return switch (primitive.primitive()) {
            case BOOLEAN -> 'b';
            case INTEGER, POSITIVE_INT, UNSIGNED_INT, DECIMAL -> 'n';
            default -> 's';
        };
    }

    /** The value as it stands in an element of this shape, in nodes of its own. */
    ElementValue build(ElementShape shape, Refusal refusal) {
        if (parts.isEmpty()) {
            return new ElementValue(DistinctNodes.copy(value), DistinctNodes.copy(sibling));
        }
        TypeShape owner = elementsOf(shape.type());
        ObjectNode built = JsonNodeFactory.instance.objectNode();
        for (JsonNode part : parts) {
            String name = part.path("name").asText("");
            add(built, owner, name, of(part, structures, refusal), refusal);
        }
        return shape.type().isPrimitive() ? new ElementValue(MissingNode.getInstance(), built) : ElementValue.of(built);
    }

    /** Appends the value to an element of {@code owner}. */
    static void add(ObjectNode owner, TypeShape ownerType, String name, PatchValue value, Refusal refusal) {
        List<ElementShape> shapes = elements(ownerType, name);
        if (shapes.isEmpty()) {
            throw refusal.because(
                    "names an element '%s', which %s has not".formatted(JsonNames.shown(name), ownerType.name()));
        }
        ElementShape shape = value.fit(shapes, refusal);
        boolean taken = shapes.stream().anyMatch(one -> owner.has(one.name()) || owner.has("_" + one.name()));
        if (taken && !shape.list()) {
            throw refusal.because("adds '%s', which is there already and does not repeat; replace it"
                    .formatted(JsonNames.shown(name)));
        }
        List<ElementValue> values = ElementValue.all(owner, shape);
        values.add(value.build(shape, refusal));
        ElementValue.set(owner, shape, values);
    }

    /** By its FHIRPath name, {@code value}; its JSON name, {@code valueString}, is understood too. */
    private static List<ElementShape> elements(TypeShape owner, String name) {
        List<ElementShape> shapes = owner.step(name);
        return shapes.isEmpty() ? owner.element(name).stream().toList() : shapes;
    }

    private TypeShape elementsOf(TypeShape type) {
        return type.isPrimitive() ? structures.type("Element").orElseThrow() : type;
    }
}
