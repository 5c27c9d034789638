package org.openspine.conformance.json;

import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;

/** A decimal whose text is not what {@link BigDecimal} would write, such as {@code 0.0000001} or {@code 1.0e2}. Equal to any node of the same number. */
final class VerbatimDecimal extends DecimalNode {
    private static final long serialVersionUID = 1L;

    private final String text;

    private VerbatimDecimal(BigDecimal value, String text) {
        super(value);
        this.text = text;
    }

    static DecimalNode of(String text) {
        var value = new BigDecimal(text);
        return value.toString().equals(text) ? DecimalNode.valueOf(value) : new VerbatimDecimal(value, text);
    }

    String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
