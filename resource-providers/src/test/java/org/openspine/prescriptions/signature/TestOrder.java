package org.openspine.prescriptions.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.prescriptions.message.MessageBundle;

/** The order of {@code src/test/resources/prescriptions} with two items, which tests may change. */
final class TestOrder {
    final ObjectNode tree = ResourceJson.parse(file("/prescriptions/order.json"), JsonLimits.DOCUMENT);

    static byte[] file(String name) {
        try (InputStream in = TestOrder.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MessageBundle message() {
        return new MessageBundle(tree);
    }

    ObjectNode resource(int entry) {
        return (ObjectNode) tree.at("/entry/%d/resource".formatted(entry));
    }

    TestOrder set(int entry, String member, String json) {
        resource(entry).set(member, json(json));
        return this;
    }

    TestOrder extend(int entry, String extension) {
        ((ArrayNode) resource(entry).path("extension")).add(json(extension));
        return this;
    }

    TestOrder add(String fullUrl, String resource) {
        ((ArrayNode) tree.path("entry")).addObject().put("fullUrl", fullUrl).set("resource", json(resource));
        return this;
    }

    TestOrder signature(String when, String xml) {
        ObjectNode signature = (ObjectNode) resource(7).at("/signature/0");
        signature.put("when", when);
        signature.put("data", java.util.Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    static JsonNode json(String text) {
        return ResourceJson.parseAny(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT);
    }
}
