package org.openspine.repository.search;

import java.util.function.Consumer;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.TypedNode;
import org.openspine.error.SpineException;

/** One type of search parameter: how its values are indexed and how a query's value is matched with them. */
sealed interface ParameterType
        permits StringParameter,
                TokenParameter,
                ReferenceParameter,
                DateParameter,
                NumberParameter,
                QuantityParameter,
                UriParameter {
    /** Hands the index values of one selected element to {@code out}; none if the element holds nothing searchable. */
    void index(SearchParameterDefinition definition, TypedNode element, Slot slot, Consumer<IndexValue> out);

    /** What the unescaped {@code value} of a query without modifier demands. Throws {@link SpineException} if it is malformed. */
    ValueMatch match(SearchParameterDefinition definition, String value);

    /** Which parameter rows an element's values belong to, and which element of a composite they are part of. */
    record Slot(long parameter, int item) {}

    static ParameterType of(SearchParameterDefinition definition) {
        return switch (definition.kind()) {
            case STRING -> StringParameter.INSTANCE;
            case TOKEN -> TokenParameter.INSTANCE;
            case REFERENCE -> ReferenceParameter.INSTANCE;
            case DATE -> DateParameter.INSTANCE;
            case NUMBER -> NumberParameter.INSTANCE;
            case QUANTITY -> QuantityParameter.INSTANCE;
            case URI -> UriParameter.INSTANCE;
            case COMPOSITE, SPECIAL ->
                throw new IllegalArgumentException(definition.code() + " has no values of its own");
        };
    }
}
