package org.openspine.conformance.fhirpath;

import java.util.Set;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/**
 * Whether a node is of a type. Ages and durations are quantities and patients are resources, but a canonical is not taken for a uri nor
 * a code for a string: R4's own parameters ({@code ConceptMap.source as uri}) tell a choice's types apart that way.
 */
final class TypeTest {
    private static final Set<String> ABSTRACT_RESOURCES = Set.of("Resource", "DomainResource");
    private static final Set<String> NOT_DOMAIN_RESOURCES = Set.of("Bundle", "Binary", "Parameters");
    private static final Set<String> KINDS_OF_QUANTITY = Set.of("Age", "Count", "Distance", "Duration");

    private final String name;

    TypeTest(String name, Structures structures) {
        if (ABSTRACT_RESOURCES.contains(name) || name.equals("Element") || name.equals("BackboneElement")) {
            this.name = name;
            return;
        }
        // some of R4's own definitions say DateTime and String
        String decapitalized = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        this.name = structures.type(name).isPresent() ? name : decapitalized;
        if (structures.type(this.name).isEmpty()) {
            throw new IllegalArgumentException("FHIRPath: there is no type " + name);
        }
    }

    static boolean isTypeOfResource(String name, Structures structures) {
        return ABSTRACT_RESOURCES.contains(name) || structures.resourceTypes().contains(name);
    }

    String name() {
        return name;
    }

    /** Whether a node that is statically of {@code type} can pass. */
    boolean mayMatch(TypeShape type) {
        return type.kind() == TypeShape.Kind.ANY_RESOURCE || matches(type);
    }

    boolean matches(TypeShape type) {
        if (type.name().equals(name)) {
            return true;
        }
        return switch (name) {
            case "Resource" -> isResource(type);
            case "DomainResource" -> isResource(type) && !NOT_DOMAIN_RESOURCES.contains(type.name());
            case "Element" -> !isResource(type);
            case "BackboneElement" -> type.kind() == TypeShape.Kind.BACKBONE;
            case "Quantity" -> KINDS_OF_QUANTITY.contains(type.name());
            default -> false;
        };
    }

    private static boolean isResource(TypeShape type) {
        return type.kind() == TypeShape.Kind.RESOURCE || type.kind() == TypeShape.Kind.ANY_RESOURCE;
    }
}
