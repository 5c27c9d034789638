package org.openspine.repository.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.TypedNode;

/**
 * Reference search: {@code Type/id}, {@code id}, or an absolute URL; canonicals also as {@code url|version}.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#reference">FHIR R4 reference search</a>
 */
final class ReferenceParameter implements ParameterType {
    static final ReferenceParameter INSTANCE = new ReferenceParameter();

    /** Variant rows: the logical reference's identifier as a token, for {@code :identifier}. */
    static final String IDENTIFIER = "identifier";

    private ReferenceParameter() {}

    @Override
    public void index(SearchParameterDefinition definition, TypedNode element, Slot slot, Consumer<IndexValue> out) {
        JsonNode node = element.node();
        if (node.isTextual()) { // canonical, uri
            indexUrl(node.textValue(), slot, out);
            return;
        }
        if (node.has("resourceType")) { // a resource in place, such as Bundle.entry.resource
            String id = node.path("id").asText("");
            if (!id.isEmpty()) {
                out.accept(new IndexValue.Reference(
                        slot.parameter(), slot.item(), node.path("resourceType").asText(), id));
            }
            return;
        }
        JsonNode reference = node.path("reference");
        if (reference.isTextual() && !reference.textValue().startsWith("#")) {
            LocalReference.parse(reference.textValue())
                    .ifPresentOrElse(
                            local -> out.accept(
                                    new IndexValue.Reference(slot.parameter(), slot.item(), local.type(), local.id())),
                            () -> indexUrl(reference.textValue(), slot, out));
        }
        JsonNode identifier = node.path("identifier");
        if (slot.item() == 0 && identifier.path("value").isTextual()) {
            long variant = IndexId.parameter(definition.type(), definition.code(), IDENTIFIER);
            JsonNode system = identifier.path("system");
            out.accept(new IndexValue.Token(
                    variant,
                    0,
                    system.isTextual() ? IndexId.system(system.textValue()) : IndexValue.Token.NO_SYSTEM,
                    IndexText.whole(identifier.path("value").textValue())));
        }
    }

    private static void indexUrl(String url, Slot slot, Consumer<IndexValue> out) {
        out.accept(new IndexValue.Reference(slot.parameter(), slot.item(), "", IndexText.whole(url)));
        int version = url.indexOf('|');
        if (version > 0) {
            String unversioned = url.substring(0, version);
            out.accept(new IndexValue.Reference(slot.parameter(), slot.item(), "", IndexText.whole(unversioned)));
        }
    }

    @Override
    public ValueMatch match(SearchParameterDefinition definition, String value) {
        String text = QueryText.unescape(value);
        var local = LocalReference.parse(text);
        if (local.isPresent()) {
            return new ValueMatch.Reference(local.get().type(), local.get().id());
        }
        if (org.openspine.repository.ResourceKey.isLogicalId(text)) {
            String only = definition.targets().size() == 1
                    ? definition.targets().iterator().next()
                    : null;
            return new ValueMatch.Reference(only, text);
        }
        if (text.isEmpty()) {
            throw QueryText.malformed(definition, "a value is Type/id, id or an absolute URL");
        }
        return new ValueMatch.Reference("", IndexText.whole(text));
    }
}
