package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * One concept of a code system.
 *
 * @param display empty if the system gives none
 * @param parents codes directly above
 * @param source the concept as the resource and its supplements define it, with designations and properties
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
        return isTrue("notSelectable") || isTrue("abstract");
    }

    /**
     * Whether the concept is no longer for use.
     *
     * @see <a href="https://hl7.org/fhir/R4/codesystem-concept-properties.html">Properties of concepts</a>
     */
    public boolean isInactive() {
        if (isTrue("inactive")) {
            return true;
        }
        for (JsonNode property : source.path("property")) {
            if (property.path("code").asText().equals("status")) {
                String status = property.path("valueCode").asText("");
                return status.equals("retired") || status.equals("inactive");
            }
        }
        return false;
    }

    private boolean isTrue(String name) {
        for (JsonNode property : source.path("property")) {
            if (property.path("code").asText().equals(name)) {
                return property.path("valueBoolean").asBoolean()
                        || property.path("valueCode").asText("").equals("true");
            }
        }
        return false;
    }
}
