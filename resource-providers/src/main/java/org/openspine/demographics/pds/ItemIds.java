package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Ids of list items. Items that were stored without one get one made of their content, so that it stays the same from read to
 * read without being stored; an update stores it.
 */
final class ItemIds {
    private static final Set<String> LISTS = Set.of("name", "address", "telecom", "contact", "generalPractitioner");

    private ItemIds() {}

    /** Gives an id to every item of {@code patient} that has none: 8 upper-case hexadecimal characters. */
    static void complete(ObjectNode patient) {
        for (String list : LISTS) {
            Set<String> taken = new HashSet<>();
            patient.path(list).forEach(item -> taken.add(item.path("id").asText("")));
            for (JsonNode item : patient.path(list)) {
                if (item instanceof ObjectNode object && !object.path("id").isTextual()) {
                    object.put("id", unused(list + object, taken));
                }
            }
        }
    }

    private static String unused(String content, Set<String> taken) {
        int hash = content.hashCode();
        String id = hex(hash);
        while (!taken.add(id)) {
            hash = hash * 31 + 17;
            id = hex(hash);
        }
        return id;
    }

    private static String hex(int number) {
        return "%08x".formatted(number).toUpperCase(Locale.ROOT);
    }
}
