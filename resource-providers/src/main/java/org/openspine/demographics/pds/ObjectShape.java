package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object with these members.
 *
 * @param open whether it may have others, which are not looked at
 */
record ObjectShape(Map<String, Member> members, boolean open) implements Shape {
    static final ObjectShape EMPTY = new ObjectShape(Map.of(), false);

    /** Of which only some members matter. */
    static final ObjectShape OPEN = new ObjectShape(Map.of(), true);

    /** One member; which must be there if it is {@code required}. */
    record Member(Shape shape, boolean required) {}

    ObjectShape required(String name, Shape shape) {
        return with(name, new Member(shape, true));
    }

    ObjectShape optional(String name, Shape shape) {
        return with(name, new Member(shape, false));
    }

    /** The same, but a member it may have must be there. */
    ObjectShape mandatory(String name) {
        Map<String, Member> more = new LinkedHashMap<>(members);
        more.computeIfPresent(name, (same, member) -> new Member(member.shape(), true));
        return new ObjectShape(more, open);
    }

    private ObjectShape with(String name, Member member) {
        Map<String, Member> more = new LinkedHashMap<>(members);
        more.put(name, member);
        return new ObjectShape(more, open);
    }

    @Override
    public void check(JsonNode value, String path, Fault kind) {
        if (!value.isObject()) {
            Shape.value(JsonNode::isObject).check(value, path, kind);
            return;
        }
        if (kind == Fault.UNKNOWN && !open) {
            requireKnown(value);
        }
        if (kind == Fault.MISSING) {
            members.forEach((name, member) -> {
                if (member.required() && isMissing(value.path(name))) {
                    throw Breach.missing(at(path, name));
                }
            });
        }
        members.forEach((name, member) -> {
            JsonNode found = value.path(name);
            if (!found.isMissingNode()) {
                member.shape().check(found, at(path, name), kind);
            }
        });
    }

    private void requireKnown(JsonNode value) {
        List<String> unknown = new ArrayList<>();
        value.fieldNames().forEachRemaining(name -> {
            if (!members.containsKey(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw Breach.additional(unknown);
        }
    }

    private static boolean isMissing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
