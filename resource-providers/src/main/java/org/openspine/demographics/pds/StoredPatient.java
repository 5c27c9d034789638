package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings a change of the national view back to the record. What the view does not show stays as it is stored, and so does what did
 * not change; ids that the view made up are stored with it.
 */
final class StoredPatient {
    /** Elements that say the same in another way, and so are gone with the value they belonged to. */
    private static final Map<String, List<String>> ALTERNATIVES = Map.of(
            "multipleBirthInteger", List.of("multipleBirthBoolean"),
            "deceasedDateTime", List.of("deceasedBoolean"));

    private StoredPatient() {}

    /** The next content of the record. */
    static ObjectNode merged(ObjectNode stored, PatientChange change) {
        ObjectNode next = stored.deepCopy();
        next.remove("text"); // told the record as it was
        for (String element : PatientShape.ELEMENTS) {
            JsonNode after = change.after().path(element);
            if (after.isArray()) {
                next.set(element, list(element, stored.path(element), change));
            } else if (change.changes(element)) {
                next.remove("_" + element);
                next.remove(ALTERNATIVES.getOrDefault(element, List.of()));
                if (after.isMissingNode()) {
                    next.remove(element);
                } else {
                    next.set(element, after);
                }
            }
        }
        ArrayNode extensions = extensions(stored, change);
        if (extensions.isEmpty()) {
            next.remove("extension");
        } else {
            next.set("extension", extensions);
        }
        return next;
    }

    private static ArrayNode list(String element, JsonNode stored, PatientChange change) {
        ArrayNode items = change.after().arrayNode();
        JsonNode before = change.before().path(element);
        for (JsonNode item : change.after().path(element)) {
            int place = placeOf(item, before);
            if (place >= 0 && stored.path(place) instanceof ObjectNode original) {
                ObjectNode kept = original.deepCopy();
                kept.set("id", item.path("id"));
                items.add(kept);
            } else {
                items.add(item);
            }
        }
        return items;
    }

    /** Extensions that the view does not know come first, as they were. */
    private static ArrayNode extensions(ObjectNode stored, PatientChange change) {
        ArrayNode all = stored.arrayNode();
        ArrayNode known = stored.arrayNode();
        stored.path("extension").forEach(extension -> {
            boolean isKnown = PdsExtension.of(extension.path("url").asText()).isPresent();
            (isKnown ? known : all).add(extension);
        });
        JsonNode before = change.before().path("extension");
        Set<PdsExtension> hidden = Set.of(PdsExtension.REMOVAL_FROM_REGISTRATION);
        for (JsonNode extension : change.after().path("extension")) {
            int place = placeOf(extension, before);
            boolean original = place >= 0
                    && PdsExtension.of(extension.path("url").asText())
                            .filter(hidden::contains)
                            .isPresent();
            all.add(original ? known.path(place) : extension);
        }
        return all;
    }

    /** Where exactly this item stood before; negative if it is new or changed. */
    private static int placeOf(JsonNode item, JsonNode before) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).equals(item)) {
                return i;
            }
        }
        return -1;
    }
}
