package org.openspine.repository.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.TypedNode;

/**
 * Quantity search: {@code number}, {@code number|system|code} and {@code number||code}.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#quantity">FHIR R4 quantity search</a>
 */
final class QuantityParameter implements ParameterType {
    static final QuantityParameter INSTANCE = new QuantityParameter();

    private static final String CURRENCY_SYSTEM = "urn:iso:std:iso:4217";

    private QuantityParameter() {}

    @Override
    public void index(SearchParameterDefinition definition, TypedNode element, Slot slot, Consumer<IndexValue> out) {
        JsonNode node = element.node();
        switch (element.type()) {
            case "Money" -> accept(node, CURRENCY_SYSTEM, node.path("currency"), slot, out);
            case "Range" -> {
                indexQuantity(node.path("low"), slot, out);
                indexQuantity(node.path("high"), slot, out);
            }
            default -> indexQuantity(node, slot, out);
        }
    }

    private static void indexQuantity(JsonNode node, Slot slot, Consumer<IndexValue> out) {
        JsonNode code = node.path("code");
        accept(node, node.path("system").asText(""), code, slot, out);
        JsonNode unit = node.path("unit");
        if (unit.isTextual() && !unit.asText().equals(code.asText())) {
            accept(node, "", unit, slot, out); // number||unit may name the unit by its text
        }
    }

    private static void accept(JsonNode node, String system, JsonNode code, Slot slot, Consumer<IndexValue> out) {
        if (node.path("value").isNumber()) {
            out.accept(new IndexValue.Quantity(
                    slot.parameter(),
                    slot.item(),
                    node.path("value").doubleValue(),
                    system.isEmpty() ? IndexValue.Token.NO_SYSTEM : IndexId.system(system),
                    IndexText.whole(code.asText(""))));
        }
    }

    @Override
    public ValueMatch match(SearchParameterDefinition definition, String value) {
        var parts = QueryText.split(value, '|');
        var number = NumberParameter.match(parts.get(0))
                .filter(ignored -> parts.size() == 1 || parts.size() == 3)
                .orElseThrow(() -> QueryText.malformed(
                        definition, "a value is [prefix]number, [prefix]number|system|code or [prefix]number||code"));
        if (parts.size() == 1) {
            return new ValueMatch.Quantity(number, OptionalLong.empty(), null);
        }
        String system = QueryText.unescape(parts.get(1));
        return new ValueMatch.Quantity(
                number,
                system.isEmpty() ? OptionalLong.empty() : OptionalLong.of(IndexId.system(system)),
                codeOrAny(QueryText.unescape(parts.get(2))));
    }

    private static @Nullable String codeOrAny(String code) {
        return code.isEmpty() ? null : IndexText.whole(code);
    }
}
