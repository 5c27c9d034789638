package org.openspine.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.openspine.conformance.fhirpath.FhirPath;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** A resource while it is patched: a copy in which every node stands in one place only. */
final class PatchedTree {
    private final ObjectNode root;
    private final TypeShape type;
    private final Structures structures;

    PatchedTree(ObjectNode resource, TypeShape type, Structures structures) {
        this.root = DistinctNodes.copy(resource);
        this.type = type;
        this.structures = structures;
    }

    /** One value of an element, by the object that holds it. */
    record Place(ObjectNode owner, TypeShape ownerType, ElementShape element, int index) {
        List<ElementValue> values() {
            return ElementValue.all(owner, element);
        }

        /** Whether these nodes are all values of the element. */
        boolean holdsExactly(List<Item> items) {
            List<ElementValue> values = values();
            boolean holds = values.size() == items.size();
            for (int i = 0; holds && i < items.size(); i++) {
                holds = values.get(i).isAt(items.get(i));
            }
            return holds;
        }
    }

    ObjectNode root() {
        return root;
    }

    /** Selected nodes in order. Throws {@link IllegalArgumentException} if the path does not fit the resource's type. */
    List<Item> select(String path) {
        Item resource = new Item(type, root);
        return FhirPath.compile(path, structures, Set.of(type)).evaluate(resource, resource);
    }

    /** Where a selected node stands; empty for the resource itself and for what is computed. */
    Optional<Place> placeOf(Item item) {
        return find(root, type, value -> value.isAt(item));
    }

    /** Changes the object that holds the elements of a selected node; for a primitive that is its sibling. */
    void changeElements(Item item, Consumer<ObjectNode> change) {
        if (item.node() instanceof ObjectNode object) {
            change.accept(object);
        } else if (item.sibling() instanceof ObjectNode sibling) {
            change.accept(sibling);
        } else {
            ObjectNode sibling = root.objectNode();
            change.accept(sibling);
            placeOf(item).ifPresent(place -> replace(place, new ElementValue(item.node(), sibling)));
        }
    }

    static void replace(Place place, ElementValue value) {
        List<ElementValue> values = place.values();
        values.set(place.index(), value);
        ElementValue.set(place.owner(), place.element(), values);
    }

    /** Takes a value out, and everything around it that is empty then: FHIR has no empty lists and objects. */
    void remove(Place place) {
        List<ElementValue> values = place.values();
        values.remove(place.index());
        ElementValue.set(place.owner(), place.element(), values);
        removeIfEmpty(place.owner());
    }

    private void removeIfEmpty(ObjectNode object) {
        if (!object.isEmpty() || object == root) {
            return;
        }
        find(root, type, value -> value.value() == object || value.sibling() == object)
                .ifPresent(place -> {
                    ElementValue around = place.values().get(place.index());
                    if (around.sibling() == object && around.hasValue()) {
                        replace(place, ElementValue.of(around.value()));
                    } else {
                        remove(place);
                    }
                });
    }

    private Optional<Place> find(ObjectNode owner, TypeShape ownerType, Predicate<ElementValue> wanted) {
        for (Map.Entry<String, JsonNode> property : owner.properties()) {
            Optional<ElementShape> element = element(owner, ownerType, property.getKey());
            if (element.isEmpty()) {
                continue;
            }
            List<ElementValue> values = ElementValue.all(owner, element.get());
            for (int i = 0; i < values.size(); i++) {
                ElementValue value = values.get(i);
                if (wanted.test(value)) {
                    return Optional.of(new Place(owner, ownerType, element.get(), i));
                }
                Optional<Place> below = below(value, element.get().type(), wanted);
                if (below.isPresent()) {
                    return below;
                }
            }
        }
        return Optional.empty();
    }

    /** The element of a property, or of {@code _name} where the property itself is missing. */
    private static Optional<ElementShape> element(ObjectNode owner, TypeShape type, String property) {
        if (!property.startsWith("_")) {
            return type.element(property);
        }
        String name = property.substring(1);
        return owner.has(name) ? Optional.empty() : type.element(name);
    }

    private Optional<Place> below(ElementValue value, TypeShape elementType, Predicate<ElementValue> wanted) {
        if (value.sibling() instanceof ObjectNode sibling) {
            return find(sibling, elementsOf(elementType), wanted);
        }
        return value.value() instanceof ObjectNode object
                ? typeOf(object, elementType).flatMap(actual -> find(object, actual, wanted))
                : Optional.empty();
    }

    private Optional<TypeShape> typeOf(ObjectNode object, TypeShape declared) {
        return declared.kind() == TypeShape.Kind.ANY_RESOURCE
                ? structures.resource(object.path("resourceType").asText())
                : Optional.of(declared);
    }

    /** The type whose elements a node of {@code type} has: a primitive has id and extension. */
    TypeShape elementsOf(TypeShape type) {
        return type.isPrimitive() ? structures.type("Element").orElseThrow() : type;
    }
}
