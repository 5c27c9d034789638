package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Values of which a message must have exactly one; none and several are a {@link TranslationFailure}. */
public final class Expected {
    private Expected() {}

    public static JsonNode extension(JsonNode element, String url, String expression) {
        return one(Elements.extensions(element, url), "url == '%s'".formatted(url), expression);
    }

    public static String identifier(JsonNode resource, String system, String expression) {
        String condition = "system == '%s'".formatted(system);
        JsonNode identifier =
                one(Elements.ofSystem(Elements.list(resource, "identifier"), system), condition, expression);
        return Elements.text(identifier, "value").orElseThrow(() -> TranslationFailure.tooFew(condition, expression));
    }

    /** The one coding of that system in a CodeableConcept. */
    public static JsonNode coding(JsonNode concept, String system, String expression) {
        String condition = "system == '%s'".formatted(system);
        return one(Elements.ofSystem(Elements.list(concept, "coding"), system), condition, expression);
    }

    public static JsonNode one(List<JsonNode> found, String condition, String expression) {
        return atMostOne(found, condition, expression)
                .orElseThrow(() -> TranslationFailure.tooFew(condition, expression));
    }

    public static Optional<JsonNode> atMostOne(List<JsonNode> found, String condition, String expression) {
        if (found.size() > 1) {
            throw TranslationFailure.tooMany(condition, expression);
        }
        return found.stream().findFirst();
    }
}
