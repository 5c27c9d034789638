package org.openspine.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/**
 * Replaces references wherever one can stand: {@code Reference.reference}, elements of type uri, url, canonical, oid and
 * uuid, and links in the narrative.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">FHIR R4 transaction processing rules</a>
 */
final class ReferenceRewriter {
    private static final Set<String> LINK_TYPES = Set.of("uri", "url", "canonical", "oid", "uuid");

    private final Structures structures;

    ReferenceRewriter(Structures structures) {
        this.structures = structures;
    }

    /** Replaces every link that is a key of {@code replacements}, in place. */
    void rewrite(ObjectNode resource, Map<String, String> replacements) {
        if (replacements.isEmpty()) {
            return;
        }
        UnaryOperator<String> replaced = link -> replacements.getOrDefault(link, link);
        visit(resource, new Visit(replaced, replaced, narrative -> {
            String rewritten = narrative;
            for (Map.Entry<String, String> replacement : replacements.entrySet()) {
                rewritten = rewritten.replace('"' + replacement.getKey() + '"', '"' + replacement.getValue() + '"');
            }
            return rewritten;
        }));
    }

    /** All values of {@code Reference.reference}, in document order. */
    List<String> references(ObjectNode resource) {
        List<String> references = new ArrayList<>();
        UnaryOperator<String> collect = reference -> {
            references.add(reference);
            return reference;
        };
        visit(resource, new Visit(collect, UnaryOperator.identity(), UnaryOperator.identity()));
        return references;
    }

    /** A Bundle in place is a world of its own: its links are resolved by its own fullUrls. */
    private void visit(ObjectNode resource, Visit visit) {
        String name = resource.path("resourceType").asText();
        if (!name.equals("Bundle")) {
            structures.resource(name).ifPresent(type -> visit.object(resource, type));
        }
    }

    private final class Visit {
        private final UnaryOperator<String> reference;
        private final UnaryOperator<String> link;
        private final UnaryOperator<String> narrative;

        Visit(UnaryOperator<String> reference, UnaryOperator<String> link, UnaryOperator<String> narrative) {
            this.reference = reference;
            this.link = link;
            this.narrative = narrative;
        }

        void object(ObjectNode node, TypeShape type) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                ElementShape element = type.element(field.getKey()).orElse(null);
                if (element == null) {
                    continue;
                }
                JsonNode value = field.getValue();
                if (value instanceof ArrayNode list) {
                    for (int i = 0; i < list.size(); i++) {
                        list.set(i, value(list.get(i), type, element));
                    }
                } else {
                    field.setValue(value(value, type, element));
                }
            }
        }

        private JsonNode value(JsonNode value, TypeShape owner, ElementShape element) {
            if (value instanceof ObjectNode node) {
                if (element.type().kind() == TypeShape.Kind.ANY_RESOURCE) {
                    structures.resource(node.path("resourceType").asText()).ifPresent(type -> object(node, type));
                } else {
                    object(node, element.type());
                }
                return value;
            }
            if (!value.isTextual()) {
                return value;
            }
            UnaryOperator<String> change = change(owner, element);
            String text = value.textValue();
            String changed = change.apply(text);
            return changed.equals(text) ? value : TextNode.valueOf(changed);
        }

        private UnaryOperator<String> change(TypeShape owner, ElementShape element) {
            if (owner.name().equals("Narrative")) {
                return narrative;
            }
            if (owner.name().equals("Reference") && element.name().equals("reference")) {
                return reference;
            }
            return LINK_TYPES.contains(element.type().name()) ? link : UnaryOperator.identity();
        }
    }
}
