package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What an update makes of a patient, both sides in the national form. Rules look at what changed: a record that breaks one of them
 * already can still be updated elsewhere.
 *
 * @param place where the patient stands in what was sent, with a slash behind it; empty if nothing else was sent
 */
record PatientChange(ObjectNode before, ObjectNode after, Instant now, String place) {
    /**
     * A list item that is new or not as it was.
     *
     * @param before missing if it is new
     * @param path where it stands after the change: {@code name/0}
     */
    record Item(JsonNode before, JsonNode after, String path) {
        boolean isNew() {
            return before.isMissingNode();
        }

        boolean changes(String member) {
            return !before.path(member).equals(after.path(member));
        }

        String text(String member) {
            return after.path(member).asText("");
        }

        String at(String member) {
            return path + "/" + member;
        }
    }

    static PatientChange ofExisting(ObjectNode before, ObjectNode after, Instant now) {
        return new PatientChange(before, after, now, "");
    }

    /** Somebody of whom nothing was known. */
    static PatientChange ofNew(ObjectNode patient, LocalDate today, String place) {
        return new PatientChange(
                patient.objectNode(),
                patient,
                today.atStartOfDay(ZoneOffset.UTC).toInstant(),
                place);
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    boolean changes(String element) {
        return !before.path(element).equals(after.path(element));
    }

    boolean adds(String element) {
        return !before.has(element) && after.has(element);
    }

    boolean removes(String element) {
        return before.has(element) && !after.has(element);
    }

    /** Items of a list that are new or changed. */
    List<Item> items(String list) {
        List<Item> changed = new ArrayList<>();
        int index = 0;
        for (JsonNode item : after.path(list)) {
            JsonNode old = same(before.path(list), item, list);
            if (!old.equals(item)) {
                changed.add(new Item(old, item, place + list + "/" + index));
            }
            index++;
        }
        return changed;
    }

    /** The extension of that kind before and after; either may be missing. */
    Item extension(PdsExtension kind) {
        int index = 0;
        for (JsonNode extension : after.path("extension")) {
            if (extension.path("url").asText().equals(kind.url())) {
                return new Item(find(before, kind), extension, "extension/" + index);
            }
            index++;
        }
        return new Item(find(before, kind), MissingNode.getInstance(), "extension");
    }

    /** How many items of a list have this text in a member. */
    long count(String list, String member, String text) {
        long count = 0;
        for (JsonNode item : after.path(list)) {
            if (item.path(member).asText().equals(text)) {
                count++;
            }
        }
        return count;
    }

    static JsonNode find(JsonNode patient, PdsExtension kind) {
        return find(patient, kind.url());
    }

    /** The extension, or part of one, with that URL. */
    static JsonNode find(JsonNode owner, String url) {
        for (JsonNode extension : owner.path("extension")) {
            if (extension.path("url").asText().equals(url)) {
                return extension;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode same(JsonNode list, JsonNode item, String name) {
        JsonNode identity = item.path(PatientPatch.identity(name));
        for (JsonNode other : list) {
            if (!identity.isMissingNode()
                    && other.path(PatientPatch.identity(name)).equals(identity)) {
                return other;
            }
        }
        return MissingNode.getInstance();
    }
}
