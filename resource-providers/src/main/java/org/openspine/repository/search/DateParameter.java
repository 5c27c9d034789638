package org.openspine.repository.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Consumer;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.TypedNode;

/**
 * Date search: every value, stored or asked for, is the period that its precision implies. Times without a zone are UTC.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">FHIR R4 date search</a>
 */
final class DateParameter implements ParameterType {
    static final DateParameter INSTANCE = new DateParameter();

    private DateParameter() {}

    @Override
    public void index(SearchParameterDefinition definition, TypedNode element, Slot slot, Consumer<IndexValue> out) {
        JsonNode node = element.node();
        switch (element.type()) {
            case "Period" -> indexPeriod(node, slot, out);
            case "Timing" -> {
                node.path("event").forEach(event -> indexPoint(event, slot, out));
                indexPeriod(node.path("repeat").path("boundsPeriod"), slot, out);
            }
            default -> indexPoint(node, slot, out);
        }
    }

    private static void indexPoint(JsonNode node, Slot slot, Consumer<IndexValue> out) {
        point(node).ifPresent(range -> accept(range.low(), range.high(), slot, out));
    }

    private static void indexPeriod(JsonNode node, Slot slot, Consumer<IndexValue> out) {
        Optional<DateRange> start = point(node.path("start"));
        Optional<DateRange> end = point(node.path("end"));
        if (start.isPresent() || end.isPresent()) {
            long low = start.map(DateRange::low).orElse(DateRange.EARLIEST);
            long high = end.map(DateRange::high).orElse(DateRange.LATEST);
            accept(low, high, slot, out);
        }
    }

    private static void accept(long low, long high, Slot slot, Consumer<IndexValue> out) {
        out.accept(new IndexValue.DateRange(slot.parameter(), slot.item(), low, high));
    }

    private static Optional<DateRange> point(JsonNode node) {
        return node.isTextual() ? DateRange.parse(node.textValue()) : Optional.empty();
    }

    @Override
    public ValueMatch.Date match(SearchParameterDefinition definition, String value) {
        return match(value)
                .orElseThrow(() -> QueryText.malformed(
                        definition,
                        "a value is [eq|ne|gt|lt|ge|le|sa|eb|ap]YYYY[-MM[-DD[Thh:mm[:ss[.sss]][Z|+hh:mm]]]]"));
    }

    static Optional<ValueMatch.Date> match(String value) {
        Prefix.Prefixed prefixed = Prefix.split(QueryText.unescape(value));
        return DateRange.parse(prefixed.rest())
                .map(range -> new ValueMatch.Date(prefixed.prefix(), range.low(), range.high()));
    }
}
