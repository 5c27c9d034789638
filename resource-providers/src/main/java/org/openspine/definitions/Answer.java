package org.openspine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;

/** A Parameters resource under construction: the answer of an operation. Texts that are empty are left out. */
final class Answer {
    private final ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
    private final ArrayNode list = parameters.putArray("parameter");

    Answer text(String name, String value) {
        return value.isEmpty() ? this : value(name, "valueString", JsonNodeFactory.instance.textNode(value));
    }

    Answer code(String name, String value) {
        return value(name, "valueCode", JsonNodeFactory.instance.textNode(value));
    }

    Answer truth(String name, boolean value) {
        return value(name, "valueBoolean", JsonNodeFactory.instance.booleanNode(value));
    }

    Answer value(String name, String property, JsonNode value) {
        list.addObject().put("name", name).set(property, value);
        return this;
    }

    /** A {@code property} of a concept. */
    void property(String code, String valueName, JsonNode value) {
        parts("property").code("code", code).value("value", valueName, value);
    }

    /** A parameter with parts, to be filled. */
    Answer parts(String name) {
        var inner = new Answer();
        list.addObject().put("name", name).set("part", inner.list);
        return inner;
    }

    FhirResponse response() {
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(parameters)));
    }
}
