package org.openspine.conformance.fhirpath;

import java.util.List;
import java.util.Set;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** A compiled expression. Immutable, safe for use by many threads. */
public final class FhirPath {
    private final Typed compiled;

    private FhirPath(Typed compiled) {
        this.compiled = compiled;
    }

    /**
     * Compiles an expression that will run on nodes of the types in {@code context}. Throws {@link IllegalArgumentException}, whose
     * message names the construct, for syntax outside the subset and for elements that none of the types has.
     */
    public static FhirPath compile(String expression, Structures structures, Set<TypeShape> context) {
        return new FhirPath(new Compiler(expression, structures, context).compile());
    }

    /** The results in order. {@code resource} is the resource in which {@code focus} stands, or {@code focus} itself. */
    public List<Item> evaluate(Item focus, Item resource) {
        return compiled.expression().evaluate(List.of(focus), resource);
    }

    /** Every type that results may have; empty if the expression can have none. */
    public Set<TypeShape> types() {
        return compiled.types();
    }

    /** Resource types that resulting references may point to; empty if any or none. */
    public Set<String> targets() {
        return compiled.targets();
    }
}
