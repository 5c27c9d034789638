package org.openspine.conformance.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A type and its elements, those it inherits included. Immutable; the elements are read on first use. */
public final class TypeShape {
    public enum Kind {
        PRIMITIVE,
        DATATYPE,
        /** An element with elements of its own, defined inside a resource or datatype; its name is the path: {@code Patient.contact}. */
        BACKBONE,
        RESOURCE,
        /** Where any resource may stand: {@code Bundle.entry.resource}, {@code contained}. */
        ANY_RESOURCE
    }

    private final String name;
    private final Kind kind;
    private final @Nullable Primitive primitive;
    private final Supplier<List<ElementShape>> reader;
    private volatile @Nullable Elements elements;

    TypeShape(String name, Kind kind, Supplier<List<ElementShape>> reader) {
        this.name = name;
        this.kind = kind;
        this.primitive = kind == Kind.PRIMITIVE ? Primitive.named(name).orElseThrow() : null;
        this.reader = reader;
    }

    /** {@code Patient}, {@code HumanName}, {@code dateTime}, {@code Patient.contact} … */
    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isPrimitive() {
        return primitive != null;
    }

    /** Throws {@link IllegalStateException} unless {@link #isPrimitive()}. */
    public Primitive primitive() {
        Primitive found = primitive;
        if (found == null) {
            throw new IllegalStateException(name + " is not primitive");
        }
        return found;
    }

    /** All elements in the order of the specification. */
    public List<ElementShape> elements() {
        return read().inOrder;
    }

    /** The element with this JSON name: {@code valueQuantity}, not {@code value}. */
    public Optional<ElementShape> element(String jsonName) {
        return read().byJsonName.getOrDefault(jsonName, Optional.empty());
    }

    /** What a FHIRPath step selects: one shape, one for each type of a choice, none if there is no such element. */
    public List<ElementShape> step(String path) {
        return read().byPath.getOrDefault(path, List.of());
    }

    /** Elements that must be present; each entry lists the shapes of which one suffices. */
    public List<List<ElementShape>> required() {
        return read().required;
    }

    private Elements read() {
        Elements read = elements;
        if (read == null) {
            read = new Elements(reader.get()); // two threads may both read; the results are equal
            elements = read;
        }
        return read;
    }

    @Override
    public String toString() {
        return name;
    }

    private static final class Elements {
        private final List<ElementShape> inOrder;
        private final Map<String, Optional<ElementShape>> byJsonName = new HashMap<>();
        private final Map<String, List<ElementShape>> byPath = new LinkedHashMap<>();
        private final List<List<ElementShape>> required;

        Elements(List<ElementShape> inOrder) {
            this.inOrder = List.copyOf(inOrder);
            for (ElementShape element : inOrder) {
                byJsonName.put(element.name(), Optional.of(element));
                byPath.computeIfAbsent(element.path(), path -> new ArrayList<>(1))
                        .add(element);
            }
            byPath.replaceAll((path, shapes) -> List.copyOf(shapes));
            required = byPath.values().stream()
                    .filter(shapes -> shapes.get(0).min() > 0)
                    .toList();
        }
    }
}
