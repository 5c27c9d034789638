package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * One concept of a code system.
 *
 * @param display empty if the system gives none
 * @param parents codes directly above
 * @param source the concept as the resource defines it, with designations and properties
 */
public record Concept(String code, String display, List<String> parents, JsonNode source) {
    public Concept {
        parents = List.copyOf(parents);
    }

    /** Whether a text is the display or a designation, without regard to case and space; a concept without display has any. */
    public boolean isCalled(String text) {
        if (display.isEmpty() || display.equals(text) || plain(display).equals(plain(text))) {
            return true;
        }
        for (JsonNode designation : source.path("designation")) {
            if (plain(designation.path("value").asText("")).equals(plain(text))) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** Concepts that group others and are not to be used as codes. */
    public boolean isAbstract() {
        for (JsonNode property : source.path("property")) {
            if (property.path("code").asText().equals("notSelectable")) {
                return property.path("valueBoolean").asBoolean();
            }
        }
        return false;
    }
}
