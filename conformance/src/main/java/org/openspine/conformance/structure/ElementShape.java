package org.openspine.conformance.structure;

import java.util.Set;

/**
 * One element as JSON names it; a choice has one shape for each of its types.
 *
 * @param name JSON property, such as {@code valueQuantity}
 * @param path the element's name in FHIRPath, such as {@code value}
 * @param choice whether the element is a choice of types, of which at most one may be present
 * @param codes codes of the required binding; empty if any code is structurally fine
 * @param targets resource types a Reference may point to; empty if any
 */
public record ElementShape(
        String name,
        String path,
        TypeShape type,
        boolean list,
        int min,
        boolean choice,
        Set<String> codes,
        boolean summary,
        boolean modifier,
        Set<String> targets) {
    /** The same with at least one value. */
    ElementShape required() {
        return new ElementShape(name, path, type, list, 1, choice, codes, summary, modifier, targets);
    }
}
