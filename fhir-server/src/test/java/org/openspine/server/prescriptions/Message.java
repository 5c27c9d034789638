package org.openspine.server.prescriptions;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.openspine.server.http.ServedBase;

/** A message to send, from a file of {@code src/test/resources/prescriptions}, that a test can change by JSON pointer. */
final class Message {
    private final ObjectNode tree;

    private Message(ObjectNode tree) {
        this.tree = tree;
    }

    static Message of(String name) {
        return of(name, UnaryOperator.identity());
    }

    /** The message after its text was changed. */
    static Message of(String name, UnaryOperator<String> change) {
        return new Message((ObjectNode) ServedBase.tree(change.apply(text("/prescriptions/" + name + ".json"))));
    }

    static String text(String resource) {
        try (InputStream in = Message.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a JSON value where {@code pointer} says; the last step of an array adds to it if it is {@code -}. */
    Message with(String pointer, String json) {
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = tree.at(place.head());
        JsonNode value = ServedBase.tree(json);
        String name = place.last().getMatchingProperty();
        if (parent instanceof ArrayNode array) {
            if (name.equals("-")) {
                array.add(value);
            } else {
                array.set(place.last().getMatchingIndex(), value);
            }
        } else {
            ((ObjectNode) parent).set(name, value);
        }
        return this;
    }

    Message without(String pointer) {
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = tree.at(place.head());
        if (parent instanceof ArrayNode array) {
            array.remove(place.last().getMatchingIndex());
        } else {
            ((ObjectNode) parent).remove(place.last().getMatchingProperty());
        }
        return this;
    }

    JsonNode at(String pointer) {
        return tree.at(pointer);
    }

    String json() {
        return tree.toString();
    }
}
