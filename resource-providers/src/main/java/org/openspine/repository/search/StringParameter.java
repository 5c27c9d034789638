package org.openspine.repository.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.TypedNode;

/**
 * String search: case, accents, punctuation and repeated spaces do not count, and a value matches by its beginning.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#string">FHIR R4 string search</a>
 */
final class StringParameter implements ParameterType {
    static final StringParameter INSTANCE = new StringParameter();

    private static final String[] NAME_PARTS = {"text", "family", "given", "prefix", "suffix"};
    private static final String[] ADDRESS_PARTS = {"text", "line", "city", "district", "state", "postalCode", "country"
    };

    private StringParameter() {}

    @Override
    public void index(SearchParameterDefinition definition, TypedNode element, Slot slot, Consumer<IndexValue> out) {
        switch (element.type()) {
            case "HumanName" -> indexParts(definition, element.node(), NAME_PARTS, slot, out);
            case "Address" -> indexParts(definition, element.node(), ADDRESS_PARTS, slot, out);
            default -> indexText(definition, element.node(), slot, out);
        }
    }

    private static void indexParts(
            SearchParameterDefinition definition, JsonNode node, String[] parts, Slot slot, Consumer<IndexValue> out) {
        for (String part : parts) {
            JsonNode value = node.path(part);
            if (value.isArray()) {
                value.forEach(item -> indexText(definition, item, slot, out));
            } else {
                indexText(definition, value, slot, out);
            }
        }
    }

    private static void indexText(
            SearchParameterDefinition definition, JsonNode value, Slot slot, Consumer<IndexValue> out) {
        if (!value.isValueNode() || value.isNull()) {
            return;
        }
        String text = value.asText();
        String indexed = isPhonetic(definition) ? sound(text) : IndexText.beginning(normalize(text));
        if (!indexed.isEmpty()) {
            out.accept(new IndexValue.Text(slot.parameter(), slot.item(), indexed, IndexText.whole(text)));
        }
    }

    @Override
    public ValueMatch match(SearchParameterDefinition definition, String value) {
        if (isPhonetic(definition)) {
            return startsWith(sound(QueryText.unescape(value)));
        }
        return startsWith(IndexText.beginning(normalize(QueryText.unescape(value))));
    }

    private static ValueMatch startsWith(String text) {
        return new ValueMatch.Text(ValueMatch.Text.Mode.STARTS_WITH, text, "");
    }

    static ValueMatch contains(String value) {
        return new ValueMatch.Text(ValueMatch.Text.Mode.CONTAINS, normalize(value), "");
    }

    static ValueMatch exact(String value) {
        return new ValueMatch.Text(
                ValueMatch.Text.Mode.EXACT, IndexText.beginning(normalize(value)), IndexText.whole(value));
    }

    /** The form in which texts are compared. */
    static String normalize(String text) {
        String decomposed = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder folded = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); ) {
            int c = decomposed.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c)) {
                if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
                    folded.append(' ');
                }
            } else if (Character.isLetterOrDigit(c)) {
                folded.appendCodePoint(c);
            }
        }
        String result = folded.toString().strip().toLowerCase(Locale.ROOT);
        return result.isEmpty() ? text.strip() : result; // a text of punctuation only is compared as it is
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPhonetic(SearchParameterDefinition definition) {
        return definition.code().equals("phonetic");
    }

    /** How a text sounds; empty if it has no Latin letters. */
    static String sound(String text) {
        String sound = new DoubleMetaphone().doubleMetaphone(normalize(text));
        return sound == null ? "" : sound;
    }
}
