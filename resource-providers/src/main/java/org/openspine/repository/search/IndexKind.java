package org.openspine.repository.search;

import org.openspine.conformance.search.SearchParameterDefinition;

/** The index tables. */
public enum IndexKind {
    TEXT,
    TOKEN,
    REFERENCE,
    DATE,
    NUMBER,
    QUANTITY,
    URI;

    /** Where the values of a parameter are kept; composites are kept by their parts and have none of their own. */
    static IndexKind of(SearchParameterDefinition definition) {
        return switch (definition.kind()) {
            case STRING -> TEXT;
            case TOKEN -> TOKEN;
            case REFERENCE -> REFERENCE;
            case DATE -> DATE;
            case NUMBER -> NUMBER;
            case QUANTITY -> QUANTITY;
            case URI -> URI;
            case COMPOSITE, SPECIAL ->
                throw new IllegalArgumentException(definition.code() + " has no index of its own");
        };
    }

    /** The table that {@code value} is a row of. */
    public static IndexKind of(IndexValue value) {
        if (value instanceof IndexValue.Text) {
            return TEXT;
        }
        if (value instanceof IndexValue.Token) {
            return TOKEN;
        }
        if (value instanceof IndexValue.Reference) {
            return REFERENCE;
        }
        if (value instanceof IndexValue.DateRange) {
            return DATE;
        }
        if (value instanceof IndexValue.Number) {
            return NUMBER;
        }
        return value instanceof IndexValue.Quantity ? QUANTITY : URI;
    }

    /** The table that holds what {@code match} is compared with. */
    public static IndexKind of(ValueMatch match) {
        if (match instanceof ValueMatch.Text) {
            return TEXT;
        }
        if (match instanceof ValueMatch.Token || match instanceof ValueMatch.TokenBeginning) {
            return TOKEN;
        }
        if (match instanceof ValueMatch.Reference) {
            return REFERENCE;
        }
        if (match instanceof ValueMatch.Date) {
            return DATE;
        }
        if (match instanceof ValueMatch.Number) {
            return NUMBER;
        }
        if (match instanceof ValueMatch.Quantity) {
            return QUANTITY;
        }
        return URI;
    }
}
