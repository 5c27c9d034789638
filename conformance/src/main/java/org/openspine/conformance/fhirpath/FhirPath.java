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
        return new FhirPath(new Compiler(expression, structures, context, false).compile());
    }

    /**
     * Compiles an invariant or the path of a discriminator: like {@link #compile}, but {@code resolve()} yields resources that are
     * contained or {@linkplain Surroundings travel along}.
     */
    public static FhirPath compileRule(String expression, Structures structures, Set<TypeShape> context) {
        return new FhirPath(new Compiler(expression, structures, context, true).compile());
    }

    /** The results in order. {@code resource} is the resource in which {@code focus} stands, or {@code focus} itself. */
    public List<Item> evaluate(Item focus, Item resource) {
        return evaluate(focus, resource, resource, Surroundings.NONE);
    }

    /** The results in order; {@code root} is the resource that contains {@code resource}, or {@code resource} itself. */
    public List<Item> evaluate(Item focus, Item resource, Item root, Surroundings surroundings) {
        return compiled.expression().evaluate(List.of(focus), new Scope(resource, root, focus, surroundings));
    }

    /** Whether the expression is true as an invariant must be: nothing at all is not true. */
    public boolean holds(Item focus, Item resource, Item root, Surroundings surroundings) {
        List<Item> result = evaluate(focus, resource, root, surroundings);
        if (result.size() != 1) {
            return !result.isEmpty();
        }
        return !result.get(0).node().isBoolean() || result.get(0).node().booleanValue();
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
