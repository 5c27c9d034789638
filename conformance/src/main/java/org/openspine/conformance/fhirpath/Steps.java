package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Expressions that go from nodes to nodes. */
final class Steps {
    private Steps() {}

    /** The elements that a step selects; the id and extensions of a primitive stand in its sibling, which is shaped like any element. */
    static List<ElementShape> elements(TypeShape type, String name, Structures structures) {
        if (!type.isPrimitive()) {
            return type.step(name);
        }
        return name.equals("extension") || name.equals("id")
                ? structures.type("Extension").orElseThrow().step(name)
                : List.of();
    }

    static Expression element(Expression source, String name, Structures structures) {
        return (focus, scope) -> {
            List<Item> parents = source.evaluate(focus, scope);
            if (parents.isEmpty()) {
                return parents;
            }
            var found = new ArrayList<Item>(4);
            for (int i = 0; i < parents.size(); i++) {
                Item parent = parents.get(i);
                JsonNode owner = parent.type().isPrimitive() ? parent.sibling() : parent.node();
                if (!owner.isObject()) {
                    continue;
                }
                List<ElementShape> elements = elements(parent.type(), name, structures);
                for (int e = 0; e < elements.size(); e++) {
                    collect(owner, elements.get(e), structures, found);
                }
            }
            return found;
        };
    }

    private static void collect(JsonNode owner, ElementShape element, Structures structures, List<Item> found) {
        JsonNode value = owner.path(element.name());
        JsonNode sibling = element.type().isPrimitive() ? owner.path("_" + element.name()) : MissingNode.getInstance();
        if (!value.isArray() && !sibling.isArray()) {
            collectOne(element.type(), value, sibling, structures, found);
            return;
        }
        int size = Math.max(value.isArray() ? value.size() : 0, sibling.isArray() ? sibling.size() : 0);
        for (int i = 0; i < size; i++) {
            collectOne(element.type(), value.path(i), sibling.path(i), structures, found);
        }
    }

    private static void collectOne(
            TypeShape type, JsonNode value, JsonNode sibling, Structures structures, List<Item> found) {
        boolean hasValue = !value.isMissingNode() && !value.isNull();
        if (!hasValue && !sibling.isObject()) {
            return;
        }
        if (type.kind() != TypeShape.Kind.ANY_RESOURCE) {
            found.add(new Item(type, value, sibling));
            return;
        }
        structures
                .resource(value.path("resourceType").asText(""))
                .ifPresent(actual -> found.add(new Item(actual, value, sibling)));
    }

    static Expression filter(Expression source, TypeTest test) {
        return (focus, scope) -> {
            List<Item> items = source.evaluate(focus, scope);
            if (items.size() == 1) {
                return test.matches(items.get(0).type()) ? items : List.of();
            }
            return items.isEmpty()
                    ? items
                    : items.stream().filter(item -> test.matches(item.type())).toList();
        };
    }

    static Expression where(Expression source, Expression criteria) {
        return (focus, scope) -> {
            List<Item> items = source.evaluate(focus, scope);
            return items.isEmpty()
                    ? items
                    : items.stream()
                            .filter(item -> Logic.isTrue(criteria.evaluate(List.of(item), scope)))
                            .toList();
        };
    }

    static Expression extension(Expression source, Expression wanted, TypeShape extension) {
        return (focus, scope) -> {
            String url = Texts.first(wanted.evaluate(focus, scope));
            var found = new ArrayList<Item>(1);
            for (Item parent : source.evaluate(focus, scope)) {
                JsonNode owner = parent.type().isPrimitive() ? parent.sibling() : parent.node();
                for (JsonNode candidate : owner.path("extension")) {
                    if (url.equals(candidate.path("url").textValue())) {
                        found.add(new Item(extension, candidate));
                    }
                }
            }
            return found;
        };
    }

    /** The resources behind references and canonicals, of which those that are not at hand are left out. */
    static Expression resolve(Expression source, Structures structures) {
        return (focus, scope) -> {
            var found = new ArrayList<Item>(1);
            for (Item reference : source.evaluate(focus, scope)) {
                JsonNode target = ReferenceTarget.resolve(reference.node(), scope);
                structures
                        .resource(target.path("resourceType").asText(""))
                        .ifPresent(type -> found.add(new Item(type, target)));
            }
            return found;
        };
    }

    /** All elements of a node, primitives with nothing but extensions included. */
    static List<Item> children(Item parent, Structures structures) {
        var found = new ArrayList<Item>();
        JsonNode owner = parent.type().isPrimitive() ? parent.sibling() : parent.node();
        if (owner.isObject()) {
            TypeShape type =
                    parent.type().isPrimitive() ? structures.type("Element").orElseThrow() : parent.type();
            for (ElementShape element : type.elements()) {
                if (owner.has(element.name()) || owner.has("_" + element.name())) {
                    collect(owner, element, structures, found);
                }
            }
        }
        return found;
    }

    /** Both, without repeating an equal node. */
    static Expression union(Expression first, Expression second) {
        return (focus, scope) -> {
            List<Item> one = first.evaluate(focus, scope);
            List<Item> other = second.evaluate(focus, scope);
            if (one.isEmpty() || other.isEmpty()) {
                return one.isEmpty() ? other : one;
            }
            var both = new LinkedHashSet<>(one);
            both.addAll(other);
            return List.copyOf(both);
        };
    }

    static Expression at(Expression source, int index) {
        return (focus, scope) -> {
            List<Item> items = source.evaluate(focus, scope);
            return index < items.size() ? List.of(items.get(index)) : List.of();
        };
    }

    static Expression last(Expression source) {
        return (focus, scope) -> {
            List<Item> items = source.evaluate(focus, scope);
            return items.isEmpty() ? items : List.of(items.get(items.size() - 1));
        };
    }

    static Expression count(Expression source, TypeShape integer) {
        return (focus, scope) -> List.of(
                new Item(integer, IntNode.valueOf(source.evaluate(focus, scope).size())));
    }
}
