package org.openspine.conformance.validation;

import java.util.Set;
import org.openspine.conformance.structure.TypeShape;

/**
 * A place where an extension may stand.
 *
 * @see <a href="https://hl7.org/fhir/R4/defining-extensions.html#context">Contexts of extensions</a>
 */
record ExtensionContext(String type, String expression) {
    private static final Set<String> ANYWHERE = Set.of("Element", "Base");
    private static final Set<String> RESOURCES = Set.of("Resource", "DomainResource");

    /**
     * @param owner type of the element with the extension; {@code Element} if that is a primitive
     * @param place the element by its path in the type it belongs to: {@code ContactPoint.system}
     * @param enclosing url of the extension around it; empty if none
     */
    boolean allows(TypeShape owner, String place, String enclosing) {
        if (type.equals("fhirpath")) {
            return true; // an expression over the surroundings: nothing is refused that might be allowed
        }
        if (type.equals("extension")) {
            return expression.equals(enclosing);
        }
        return ANYWHERE.contains(expression)
                || expression.equals(owner.name())
                || expression.equals(place)
                || expression.equals("BackboneElement") && owner.kind() == TypeShape.Kind.BACKBONE
                || RESOURCES.contains(expression) && owner.kind() == TypeShape.Kind.RESOURCE
                || isChoice(place)
                || expression.startsWith("@");
    }

    /** {@code Observation.value[x]} is written with and without the suffix. */
    private boolean isChoice(String place) {
        return expression.endsWith("[x]")
                && expression.substring(0, expression.length() - 3).equals(place);
    }
}
