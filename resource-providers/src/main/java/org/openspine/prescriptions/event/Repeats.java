package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;

/** The repeat information of an element of a message. It counts repeats, so that the first issue is 0. */
final class Repeats {
    private Repeats() {}

    /** The number of the issue, from 1; empty if the element does not say. */
    static OptionalInt issue(JsonNode element) {
        OptionalInt issued = count(element, "numberOfRepeatsIssued");
        return issued.isPresent() ? OptionalInt.of(issued.getAsInt() + 1) : issued;
    }

    static OptionalInt allowed(JsonNode element) {
        return count(element, "numberOfRepeatsAllowed");
    }

    private static OptionalInt count(JsonNode element, String name) {
        return Elements.extension(element, EpsUrl.REPEAT_INFORMATION)
                .flatMap(information -> Elements.extension(information, name))
                .map(part -> part.has("valueInteger") ? part.path("valueInteger") : part.path("valueUnsignedInt"))
                .filter(JsonNode::canConvertToInt)
                .map(value -> OptionalInt.of(value.intValue()))
                .orElse(OptionalInt.empty());
    }
}
