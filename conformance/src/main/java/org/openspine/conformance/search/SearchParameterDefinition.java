package org.openspine.conformance.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * One search parameter of one resource type, compiled.
 *
 * @param url canonical of the SearchParameter
 * @param type resource type it searches
 * @param code its name in a query
 * @param kind its FHIR type
 * @param expression FHIRPath, already narrowed to {@code type}; empty for those answered from the row (_id, _lastUpdated)
 * @param targets resource types a reference may point to; empty for other kinds
 * @param components parts of a composite, in order; empty for other kinds
 * @param description plain text
 */
public record SearchParameterDefinition(
        String url,
        String type,
        String code,
        Kind kind,
        String expression,
        Set<String> targets,
        List<Component> components,
        String description) {
    public enum Kind {
        NUMBER,
        DATE,
        STRING,
        TOKEN,
        REFERENCE,
        COMPOSITE,
        QUANTITY,
        URI,
        SPECIAL
    }

    /** A part of a composite: the parameter it is searched as, and where its value stands below the composite's own element. */
    public record Component(SearchParameterDefinition definition, String expression) {}

    /** The values this parameter has in {@code resource}, in document order. */
    public List<TypedNode> evaluate(ObjectNode resource) {
        throw new UnsupportedOperationException();
    }
}
