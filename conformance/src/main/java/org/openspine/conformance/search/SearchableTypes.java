package org.openspine.conformance.search;

import java.util.Map;
import java.util.Set;
import org.openspine.conformance.search.SearchParameterDefinition.Kind;
import org.openspine.conformance.structure.TypeShape;

/**
 * Which types of elements each kind of parameter searches.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#table">FHIR R4 search: parameter types</a>
 */
final class SearchableTypes {
    private static final Map<Kind, Set<String>> TYPES = Map.of(
            Kind.NUMBER, Set.of("integer", "decimal", "positiveInt", "unsignedInt", "Range"),
            Kind.DATE, Set.of("date", "dateTime", "instant", "Period", "Timing"),
            Kind.STRING,
                    Set.of(
                            "string",
                            "markdown",
                            "code",
                            "id",
                            "uri",
                            "HumanName",
                            "Address",
                            "CodeableConcept",
                            "Coding"),
            Kind.TOKEN,
                    Set.of(
                            "Coding",
                            "CodeableConcept",
                            "Identifier",
                            "ContactPoint",
                            "code",
                            "boolean",
                            "uri",
                            "id",
                            "string",
                            "canonical",
                            "oid",
                            "uuid"),
            Kind.REFERENCE, Set.of("Reference", "canonical", "uri"),
            Kind.QUANTITY,
                    Set.of(
                            "Quantity",
                            "Age",
                            "Count",
                            "Distance",
                            "Duration",
                            "Money",
                            "Range",
                            "SampledData",
                            "decimal"),
            Kind.URI, Set.of("uri", "url", "canonical", "oid", "uuid"));

    private SearchableTypes() {}

    /** Whether at least one of {@code types} can be searched as {@code kind}. */
    static boolean fit(Kind kind, Set<TypeShape> types) {
        Set<String> searchable = TYPES.getOrDefault(kind, Set.of());
        return kind == Kind.COMPOSITE
                || kind == Kind.SPECIAL
                || types.stream()
                        .anyMatch(
                                type -> type.kind() == TypeShape.Kind.ANY_RESOURCE || searchable.contains(type.name()));
    }
}
