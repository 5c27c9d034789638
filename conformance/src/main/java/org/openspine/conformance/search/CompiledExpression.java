package org.openspine.conformance.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openspine.conformance.fhirpath.FhirPath;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** A FHIRPath expression of a search parameter, ready to run on resources of one type. Safe for use by many threads. */
public final class CompiledExpression {
    private final FhirPath path;
    private final TypeShape resourceType;
    private final Structures structures;

    CompiledExpression(FhirPath path, TypeShape resourceType, Structures structures) {
        this.path = path;
        this.resourceType = resourceType;
        this.structures = structures;
    }

    /** The values below a resource. */
    public List<TypedNode> evaluate(ObjectNode resource) {
        Item root = root(resource);
        return values(path.evaluate(root, root));
    }

    /** The values below {@code element}, which stands in {@code resource}. */
    public List<TypedNode> evaluate(TypedNode element, ObjectNode resource) {
        TypeShape type = element.type().equals(resourceType.name())
                ? resourceType
                : structures.type(element.type()).orElseThrow();
        return values(path.evaluate(new Item(type, element.node()), root(resource)));
    }

    /** An expression on Resource runs on any type, but the elements are those of the one at hand. */
    private Item root(ObjectNode resource) {
        if (resourceType.kind() != TypeShape.Kind.ANY_RESOURCE) {
            return new Item(resourceType, resource);
        }
        String type = resource.path("resourceType").asText("");
        return new Item(structures.resource(type).orElse(resourceType), resource);
    }

    Set<TypeShape> types() {
        return path.types();
    }

    Set<String> targets() {
        return path.targets();
    }

    private static List<TypedNode> values(List<Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        var values = new ArrayList<TypedNode>(items.size());
        for (Item item : items) {
            if (item.hasValue()) {
                values.add(new TypedNode(item.type().name(), item.node()));
            }
        }
        return values;
    }
}
