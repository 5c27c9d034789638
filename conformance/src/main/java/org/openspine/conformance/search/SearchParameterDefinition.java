package org.openspine.conformance.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * @param compiled {@code expression}, ready to run; empty if that is
 */
public record SearchParameterDefinition(
        String url,
        String type,
        String code,
        Kind kind,
        String expression,
        Set<String> targets,
        List<Component> components,
        String description,
        Optional<CompiledExpression> compiled) {
    public SearchParameterDefinition {
        targets = Set.copyOf(targets);
        components = List.copyOf(components);
    }

    public enum Kind {
        NUMBER,
        DATE,
        STRING,
        TOKEN,
        REFERENCE,
        COMPOSITE,
        QUANTITY,
        URI,
        SPECIAL;

        /** The kind that FHIR spells {@code code}, in lower case. */
        static Kind of(String code) {
            for (Kind kind : values()) {
                if (kind.code().equals(code)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("SearchParameter.type must be one of number, date, string, token, "
                    + "reference, composite, quantity, uri, special");
        }

        /** As SearchParameter.type spells it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A part of a composite: the parameter it is searched as, and where its value stands below the composite's own element. */
    public record Component(SearchParameterDefinition definition, String expression, CompiledExpression compiled) {
        /** The values of this part below {@code element}, one of those the composite selects in {@code resource}. */
        public List<TypedNode> evaluate(TypedNode element, ObjectNode resource) {
            return compiled.evaluate(element, resource);
        }
    }

    /**
     * The definitions that a SearchParameter resource makes, one for each of its bases. {@code known} holds the parameters that a
     * composite's components refer to. Throws {@link IllegalArgumentException}, whose message names what has to change.
     */
    public static List<SearchParameterDefinition> compile(ObjectNode searchParameter, SearchParameterRegistry known) {
        return known.compile(SearchParameterSource.of(searchParameter));
    }

    /** The values this parameter has in {@code resource}, in document order. For a composite: the elements that hold its components. */
    public List<TypedNode> evaluate(ObjectNode resource) {
        return compiled.map(path -> path.evaluate(resource)).orElse(List.of());
    }

    SearchParameterDefinition searching(String otherType) {
        return new SearchParameterDefinition(
                url, otherType, code, kind, expression, targets, components, description, compiled);
    }
}
