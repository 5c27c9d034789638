package org.openspine.repository.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.TypedNode;

/**
 * Token search: {@code code}, {@code system|code}, {@code |code} and {@code system|}.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">FHIR R4 token search</a>
 */
final class TokenParameter implements ParameterType {
    static final TokenParameter INSTANCE = new TokenParameter();

    /** Variant rows: display texts as strings, for {@code :text}. */
    static final String TEXT = "text";

    /** Variant rows: identifiers by their type, for {@code :of-type}. */
    static final String OF_TYPE = "of-type";

    private TokenParameter() {}

    @Override
    public void index(SearchParameterDefinition definition, TypedNode element, Slot slot, Consumer<IndexValue> out) {
        JsonNode node = element.node();
        switch (element.type()) {
            case "Coding" -> indexCoding(definition, node, slot, out);
            case "CodeableConcept" -> {
                node.path("coding").forEach(coding -> indexCoding(definition, coding, slot, out));
                indexText(definition, node.path("text"), slot, out);
            }
            case "Identifier" -> indexIdentifier(definition, node, slot, out);
            case "ContactPoint" -> indexCode(node.path("value"), IndexValue.Token.IMPLIED_SYSTEM, slot, out);
            case "code" -> indexCode(node, IndexValue.Token.IMPLIED_SYSTEM, slot, out);
            default -> indexCode(node, IndexValue.Token.NO_SYSTEM, slot, out);
        }
    }

    private static void indexCoding(
            SearchParameterDefinition definition, JsonNode coding, Slot slot, Consumer<IndexValue> out) {
        indexCode(coding.path("code"), system(coding), slot, out);
        indexText(definition, coding.path("display"), slot, out);
    }

    private static void indexIdentifier(
            SearchParameterDefinition definition, JsonNode identifier, Slot slot, Consumer<IndexValue> out) {
        indexCode(identifier.path("value"), system(identifier), slot, out);
        JsonNode type = identifier.path("type");
        indexText(definition, type.path("text"), slot, out);
        if (slot.item() != 0 || !identifier.path("value").isTextual()) {
            return;
        }
        long variant = IndexId.parameter(definition.type(), definition.code(), OF_TYPE);
        for (JsonNode coding : type.path("coding")) {
            if (coding.path("code").isTextual()) {
                String value = coding.path("code").textValue() + "|"
                        + identifier.path("value").textValue();
                out.accept(new IndexValue.Token(variant, 0, system(coding), IndexText.whole(value)));
            }
        }
    }

    private static void indexCode(JsonNode code, long system, Slot slot, Consumer<IndexValue> out) {
        if (code.isValueNode() && !code.isNull()) {
            out.accept(new IndexValue.Token(slot.parameter(), slot.item(), system, IndexText.whole(code.asText())));
        }
    }

    private static void indexText(
            SearchParameterDefinition definition, JsonNode text, Slot slot, Consumer<IndexValue> out) {
        if (slot.item() == 0 && text.isTextual()) {
            long variant = IndexId.parameter(definition.type(), definition.code(), TEXT);
            String value = text.textValue();
            out.accept(new IndexValue.Text(
                    variant, 0, IndexText.beginning(StringParameter.normalize(value)), IndexText.whole(value)));
        }
    }

    private static long system(JsonNode node) {
        JsonNode system = node.path("system");
        return system.isTextual() ? IndexId.system(system.textValue()) : IndexValue.Token.NO_SYSTEM;
    }

    @Override
    public ValueMatch match(SearchParameterDefinition definition, String value) {
        return match(value);
    }

    static ValueMatch match(CodeSets.Code code) {
        return new ValueMatch.Token(
                code.system().isEmpty() ? OptionalLong.empty() : OptionalLong.of(IndexId.system(code.system())),
                IndexText.whole(code.code()));
    }

    static ValueMatch match(String value) {
        int bar = QueryText.indexOf(value, '|', 0);
        if (bar < 0) {
            return new ValueMatch.Token(OptionalLong.empty(), IndexText.whole(QueryText.unescape(value)));
        }
        String system = QueryText.unescape(value.substring(0, bar));
        String code = QueryText.unescape(value.substring(bar + 1));
        OptionalLong systemId = OptionalLong.of(system.isEmpty() ? IndexValue.Token.NO_SYSTEM : IndexId.system(system));
        return new ValueMatch.Token(systemId, codeOrAny(system, code));
    }

    private static @Nullable String codeOrAny(String system, String code) {
        return code.isEmpty() && !system.isEmpty() ? null : IndexText.whole(code);
    }

    /** {@code type-system|type-code|value}. */
    static ValueMatch matchOfType(SearchParameterDefinition definition, String value) {
        int first = QueryText.indexOf(value, '|', 0);
        int second = first < 0 ? -1 : QueryText.indexOf(value, '|', first + 1);
        if (second < 0) {
            throw QueryText.malformed(definition, "of-type takes system|code|value");
        }
        String system = QueryText.unescape(value.substring(0, first));
        String codeAndValue = QueryText.unescape(value.substring(first + 1));
        return new ValueMatch.Token(OptionalLong.of(IndexId.system(system)), IndexText.whole(codeAndValue));
    }
}
