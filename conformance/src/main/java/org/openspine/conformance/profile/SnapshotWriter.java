package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Writes the elements of a snapshot one after the other, as a StructureDefinition has them.
 *
 * @see <a href="https://hl7.org/fhir/R4/structuredefinition-operation-snapshot.html">$snapshot</a>
 */
public final class SnapshotWriter {
    private SnapshotWriter() {}

    /** The definition with a snapshot in place of the one it may have. */
    public static ObjectNode write(Snapshots.Snapshot snapshot) {
        ObjectNode definition = snapshot.definition().deepCopy();
        definition.remove("snapshot");
        ObjectNode target = definition.putObject("snapshot");
        String type = snapshot.type();
        write(snapshot.root(), type, type, target.putArray("element"));
        return definition;
    }

    private static void write(ElementNode node, String id, String path, ArrayNode elements) {
        elements.add(element(node, id, path));
        node.children().forEach(child -> write(child, id + "." + child.name(), path + "." + child.name(), elements));
        node.slices().forEach(slice -> write(slice, id + ":" + slice.sliceName(), path, elements));
    }

    private static ObjectNode element(ElementNode node, String id, String path) {
        ObjectNode element = node.definition().deepCopy();
        element.put("id", id).put("path", path);
        if (!node.sliceName().isEmpty()) {
            element.put("sliceName", node.sliceName());
        }
        if (!node.slices().isEmpty() && !element.has("slicing")) {
            slicedByUrl(element);
        }
        if (!element.has("definition")) {
            element.set("definition", element.path("short").isTextual() ? element.path("short") : TextNode.valueOf(id));
        }
        if (!element.has("base")) {
            JsonNode base = first(node).definition();
            element.putObject("base")
                    .put("path", base.path("path").asText(path))
                    .put("min", base.path("min").asInt())
                    .put("max", base.path("max").asText("*"));
        }
        return element;
    }

    /** A differential need not say how extensions are sliced; a snapshot does: profiling.html#slicing. */
    private static void slicedByUrl(ObjectNode element) {
        ObjectNode slicing = element.putObject("slicing");
        slicing.putArray("discriminator").addObject().put("type", "value").put("path", "url");
        slicing.put("ordered", false).put("rules", "open");
    }

    /** Where an element comes from in the end. */
    private static ElementNode first(ElementNode node) {
        ElementNode at = node;
        while (at.origin().isPresent()) {
            at = at.origin().get();
        }
        return at;
    }
}
