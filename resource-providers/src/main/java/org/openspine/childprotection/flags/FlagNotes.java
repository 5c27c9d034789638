package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** Notes on flags: an extension of which the published examples know a second spelling; notes stay as they were sent. */
final class FlagNotes {
    static final String URL = "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-FlagNotes";
    private static final String AS_IN_EXAMPLES = "https://fhir.nhs.uk/England/StructureDefinition/Extension-FlagNotes";

    private FlagNotes() {}

    /** Appends the notes of another version of the same thing. Returns whether there were any new ones. */
    static boolean append(ObjectNode existing, JsonNode other) {
        return existing.path("resourceType").asText().equals("Condition")
                ? appendTo(existing, "note", other.path("note")) | appendExtensions(existing, other)
                : appendExtensions(existing, other);
    }

    private static boolean appendExtensions(ObjectNode existing, JsonNode other) {
        var notes = existing.arrayNode();
        other.path("extension").forEach(extension -> {
            if (isNote(extension)) {
                notes.add(extension);
            }
        });
        return appendTo(existing, "extension", notes);
    }

    private static boolean appendTo(ObjectNode existing, String list, JsonNode more) {
        Set<JsonNode> known = new HashSet<>();
        existing.path(list).forEach(item -> known.add(content(item)));
        boolean changed = false;
        for (JsonNode item : more) {
            if (known.add(content(item))) {
                existing.withArray(list).add(item.deepCopy());
                changed = true;
            }
        }
        return changed;
    }

    private static JsonNode content(JsonNode item) {
        return isNote(item) ? item.path("valueAnnotation") : item;
    }

    private static boolean isNote(JsonNode extension) {
        String url = extension.path("url").asText();
        return url.equals(URL) || url.equals(AS_IN_EXAMPLES);
    }
}
