package org.openspine.repository.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.SearchParameterDefinition.Component;
import org.openspine.conformance.search.SearchParameterDefinition.Kind;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.search.TypedNode;

/** Turns a resource into the rows by which it is found. */
public final class IndexExtractor {
    private final SearchParameterRegistry registry;
    private final List<DerivedKeys> derived;

    /** @param derived rows beside those of the search parameters */
    public IndexExtractor(SearchParameterRegistry registry, List<DerivedKeys> derived) {
        this.registry = registry;
        this.derived = List.copyOf(derived);
    }

    /** The index values of {@code resource}, without repetition. */
    public Set<IndexValue> extract(String type, ObjectNode resource) {
        Set<IndexValue> values = new LinkedHashSet<>();
        for (SearchParameterDefinition definition : registry.of(type)) {
            if (RowParameter.isAnsweredFromRow(definition.code())) {
                continue;
            }
            if (definition.kind() == Kind.COMPOSITE) {
                extractComposite(definition, resource, values::add);
            } else if (definition.kind() != Kind.SPECIAL) {
                extractPlain(definition, resource, values::add);
            }
        }
        for (DerivedKeys keys : derived) {
            if (keys.type().equals(type)) {
                values.addAll(keys.of(resource));
            }
        }
        return values;
    }

    private static void extractPlain(
            SearchParameterDefinition definition, ObjectNode resource, Consumer<IndexValue> out) {
        List<TypedNode> elements = definition.evaluate(resource);
        if (elements.isEmpty()) {
            return;
        }
        ParameterType type = ParameterType.of(definition);
        ParameterType.Slot slot = new ParameterType.Slot(IndexId.parameter(definition.type(), definition.code()), 0);
        for (TypedNode element : elements) {
            type.index(definition, element, slot, out);
        }
    }

    private static void extractComposite(
            SearchParameterDefinition definition, ObjectNode resource, Consumer<IndexValue> out) {
        int item = 0;
        for (TypedNode element : definition.evaluate(resource)) {
            item++;
            List<IndexValue> values = new ArrayList<>();
            boolean complete = true;
            for (int part = 0; part < definition.components().size() && complete; part++) {
                Component component = definition.components().get(part);
                ParameterType.Slot slot = new ParameterType.Slot(compositePart(definition, part), item);
                int before = values.size();
                for (TypedNode value : component.evaluate(element, resource)) {
                    ParameterType.of(component.definition()).index(component.definition(), value, slot, values::add);
                }
                complete = values.size() > before;
            }
            if (complete) { // an element that lacks a part matches no value of the composite
                values.forEach(out);
            }
        }
    }

    static long compositePart(SearchParameterDefinition definition, int part) {
        return IndexId.parameter(definition.type(), definition.code(), "part-" + part);
    }
}
