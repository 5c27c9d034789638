package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openspine.repository.ResourceKey;

/** The resources a patient flag names as its details, by extension. */
public final class FlagDetails {
    public static final String URL = "http://hl7.org/fhir/StructureDefinition/flag-detail";

    private FlagDetails() {}

    /** Those on this server, in their order. */
    public static List<ResourceKey> of(JsonNode flag) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        for (JsonNode extension : flag.path("extension")) {
            if (extension.path("url").asText().equals(URL)) {
                String[] parts = extension
                        .path("valueReference")
                        .path("reference")
                        .asText()
                        .split("/");
                if (parts.length >= 2 && ResourceKey.isLogicalId(parts[parts.length - 1])) {
                    keys.add(new ResourceKey(parts[parts.length - 2], parts[parts.length - 1]));
                }
            }
        }
        return List.copyOf(keys);
    }

    /** Makes {@code keys} the details of {@code flag}; other extensions stay. */
    public static void set(ObjectNode flag, List<ResourceKey> keys) {
        List<JsonNode> others = new ArrayList<>();
        flag.path("extension").forEach(extension -> {
            if (!extension.path("url").asText().equals(URL)) {
                others.add(extension);
            }
        });
        ArrayNode extensions = flag.putArray("extension");
        others.forEach(extensions::add);
        for (ResourceKey key : keys) {
            ObjectNode reference = extensions.addObject().put("url", URL).putObject("valueReference");
            reference.put("reference", key.toString()).put("type", key.type());
        }
        if (extensions.isEmpty()) {
            flag.remove("extension");
        }
    }

    /** Adds details that are not there yet. */
    public static void add(ObjectNode flag, List<ResourceKey> more) {
        Set<ResourceKey> all = new LinkedHashSet<>(of(flag));
        all.addAll(more);
        set(flag, List.copyOf(all));
    }
}
