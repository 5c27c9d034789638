package org.openspine.repository.search;

import java.util.function.Consumer;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.TypedNode;

/**
 * URI search: the whole URI, letter for letter.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#uri">FHIR R4 uri search</a>
 */
final class UriParameter implements ParameterType {
    static final UriParameter INSTANCE = new UriParameter();

    private UriParameter() {}

    @Override
    public void index(SearchParameterDefinition definition, TypedNode element, Slot slot, Consumer<IndexValue> out) {
        if (!element.node().isTextual()) {
            return;
        }
        String uri = element.node().textValue();
        out.accept(new IndexValue.Uri(slot.parameter(), slot.item(), IndexText.whole(uri)));
        int version = uri.indexOf('|');
        if (version > 0 && element.type().equals("canonical")) { // is also found without its version
            out.accept(new IndexValue.Uri(slot.parameter(), slot.item(), IndexText.whole(uri.substring(0, version))));
        }
    }

    @Override
    public ValueMatch match(SearchParameterDefinition definition, String value) {
        return match(ValueMatch.Uri.Mode.EQUAL, value);
    }

    static ValueMatch match(ValueMatch.Uri.Mode mode, String value) {
        return new ValueMatch.Uri(mode, IndexText.whole(QueryText.unescape(value)));
    }
}
