package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Resources inside a resource, which dispensing messages refer to as {@code #id}. */
public final class Contained {
    private Contained() {}

    /** The contained resource that {@code reference} names; empty if it names none. */
    public static Optional<JsonNode> in(JsonNode resource, JsonNode reference) {
        return Elements.text(reference, "reference")
                .filter(text -> text.startsWith("#"))
                .map(text -> text.substring(1))
                .flatMap(id -> Elements.list(resource, "contained").stream()
                        .filter(contained -> id.equals(contained.path("id").textValue()))
                        .findFirst());
    }

    /** The contained resource that must be there. Throws {@link TranslationFailure} if it is not. */
    public static JsonNode required(JsonNode resource, JsonNode reference, String expression) {
        return in(resource, reference)
                .orElseThrow(() -> TranslationFailure.tooFew(
                        "id == '%s'"
                                .formatted(Elements.text(reference, "reference").orElse("undefined")),
                        expression));
    }
}
