package org.openspine.repository.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Consumer;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.TypedNode;

/**
 * Number search: a value stands for the range that its written precision implies.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#number">FHIR R4 number search</a>
 */
final class NumberParameter implements ParameterType {
    static final NumberParameter INSTANCE = new NumberParameter();

    private static final int MAX_LENGTH = 40;
    private static final int MAX_EXPONENT = 40;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal TENTH = new BigDecimal("0.1");

    private NumberParameter() {}

    @Override
    public void index(SearchParameterDefinition definition, TypedNode element, Slot slot, Consumer<IndexValue> out) {
        JsonNode node = element.node();
        if (node.isNumber()) {
            out.accept(new IndexValue.Number(slot.parameter(), slot.item(), node.doubleValue()));
        }
    }

    @Override
    public ValueMatch.Number match(SearchParameterDefinition definition, String value) {
        return match(value)
                .orElseThrow(() -> QueryText.malformed(definition, "a value is [eq|ne|gt|lt|ge|le|sa|eb|ap]number"));
    }

    static Optional<ValueMatch.Number> match(String value) {
        Prefix.Prefixed prefixed = Prefix.split(QueryText.unescape(value));
        String digits = prefixed.rest();
        if (digits.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
                return Optional.empty();
            }
            BigDecimal slack = prefixed.prefix() == Prefix.AP
                    ? number.abs().multiply(TENTH)
                    : number.ulp().multiply(HALF);
            return Optional.of(new ValueMatch.Number(
                    prefixed.prefix(),
                    number.doubleValue(),
                    number.subtract(slack).doubleValue(),
                    number.add(slack).doubleValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
