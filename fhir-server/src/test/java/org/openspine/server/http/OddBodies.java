package org.openspine.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bodies that differ from a sound one in one place, where a value of another kind stands, or none, or two. The kinds take
 * turns: each place gets five of them, the next place the next five.
 */
public final class OddBodies {
    private static final List<String> ODD = List.of(
            "null",
            "7",
            "\"x\"",
            "[]",
            "{}",
            "true",
            "\"\"",
            "[[]]",
            "\"\\u0000\"",
            "[null]",
            "\"%s\"".formatted("9".repeat(3_000)),
            "[\"x\", \"x\"]");
    private static final int EACH = 5;

    private final JsonNode whole;
    private final List<String> bodies = new ArrayList<>();
    private int turn;

    private OddBodies(JsonNode whole) {
        this.whole = whole;
    }

    /** Some for every place of {@code sound}. */
    public static List<String> of(JsonNode sound) {
        OddBodies odd = new OddBodies(sound.deepCopy());
        odd.collect(odd.whole);
        return odd.bodies;
    }

    private void collect(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member :
                    List.copyOf(object.deepCopy().properties())) {
                String name = member.getKey();
                JsonNode old = object.get(name);
                for (JsonNode odd : next()) {
                    object.set(name, odd);
                    keep();
                }
                object.remove(name);
                keep();
                object.set(name + "s", old);
                object.set(name, old);
                keep();
                object.remove(name + "s");
                collect(old);
            }
        }
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                JsonNode old = list.get(i);
                for (JsonNode odd : next()) {
                    list.set(i, odd);
                    keep();
                }
                list.set(i, old);
                list.insert(i, old);
                keep();
                list.remove(i);
                collect(old);
            }
        }
    }

    private List<JsonNode> next() {
        List<JsonNode> odd = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            odd.add(ServedBase.tree(ODD.get(turn++ % ODD.size())));
        }
        return odd;
    }

    private void keep() {
        bodies.add(whole.toString());
    }
}
