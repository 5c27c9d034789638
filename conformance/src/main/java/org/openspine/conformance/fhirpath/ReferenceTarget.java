package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.openspine.conformance.structure.TypeShape;

/** What a reference points to, told from the reference itself: nothing is fetched. */
final class ReferenceTarget {
    private static final String HISTORY = "/_history/";

    private ReferenceTarget() {}

    static Expression isOf(Expression source, TypeTest test, TypeShape logical) {
        List<Item> yes = List.of(new Item(logical, BooleanNode.TRUE));
        List<Item> no = List.of(new Item(logical, BooleanNode.FALSE));
        return (focus, scope) -> {
            List<Item> references = source.evaluate(focus, scope);
            if (references.isEmpty()) {
                return List.of();
            }
            return typeOf(references.get(0).node(), scope.resource().node()).equals(test.name()) ? yes : no;
        };
    }

    /** The resource that a reference points to if it is contained or travels along; else a missing node. */
    static JsonNode resolve(JsonNode reference, Scope scope) {
        JsonNode text = reference.isTextual() ? reference : reference.path("reference");
        String target = text.asText("");
        if (target.isEmpty()) {
            return MissingNode.getInstance();
        }
        if (!target.startsWith("#")) {
            return scope.surroundings().resource(target).orElse(MissingNode.getInstance());
        }
        if (target.length() == 1) {
            return scope.root().node();
        }
        for (JsonNode contained : scope.root().node().path("contained")) {
            if (target.substring(1).equals(contained.path("id").textValue())) {
                return contained;
            }
        }
        return MissingNode.getInstance();
    }

    /** The resource type, or an empty string if the reference does not tell. */
    private static String typeOf(JsonNode reference, JsonNode resource) {
        JsonNode text = reference.isTextual() ? reference : reference.path("reference");
        if (text.isTextual()) {
            String target = text.textValue();
            String type = target.startsWith("#") ? typeOfContained(target.substring(1), resource) : typeInUrl(target);
            if (!type.isEmpty()) {
                return type;
            }
        }
        return reference.path("type").asText("");
    }

    private static String typeOfContained(String id, JsonNode resource) {
        if (id.isEmpty()) {
            return resource.path("resourceType").asText("");
        }
        for (JsonNode contained : resource.path("contained")) {
            if (id.equals(contained.path("id").textValue())) {
                return contained.path("resourceType").asText("");
            }
        }
        return "";
    }

    /** The last segment but one: {@code [base/]Patient/1[/_history/2]}. */
    private static String typeInUrl(String url) {
        int history = url.indexOf(HISTORY);
        String path = history < 0 ? url : url.substring(0, history);
        int id = path.lastIndexOf('/');
        return id < 0 ? "" : path.substring(path.lastIndexOf('/', id - 1) + 1, id);
    }
}
