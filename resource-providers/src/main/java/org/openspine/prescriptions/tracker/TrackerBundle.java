package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A searchset Bundle whose entries call each other by URN. */
final class TrackerBundle {
    private final ObjectNode bundle =
            JsonNodeFactory.instance.objectNode().put("resourceType", "Bundle").put("type", "searchset");
    private final ArrayNode entries;

    TrackerBundle(int total) {
        bundle.put("total", total);
        entries = bundle.putArray("entry");
    }

    /** The URN that stands for a thing in every answer. */
    static String urn(String... names) {
        String name = String.join("/", names);
        return "urn:uuid:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    void include(String urn, ObjectNode resource) {
        add(urn, "include", resource);
    }

    void match(String urn, ObjectNode resource) {
        add(urn, "match", resource);
    }

    ObjectNode tree() {
        return bundle;
    }

    private void add(String urn, String mode, ObjectNode resource) {
        ObjectNode entry = entries.addObject().put("fullUrl", urn);
        entry.putObject("search").put("mode", mode);
        entry.set("resource", resource);
    }

    /** A resource that is called by this URN. */
    static ObjectNode resource(String type, String urn) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", type)
                .put("id", urn.substring("urn:uuid:".length()));
    }
}
