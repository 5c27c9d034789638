package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a JSON value that a client sent must look like. */
@FunctionalInterface
interface Shape {
    /** Kinds of faults, in the order in which they are told: what is missing first, then what is too much, then what is wrong. */
    enum Fault {
        MISSING,
        UNKNOWN,
        VALUE
    }

    /** Throws a row of the error table for the first fault of that kind at or below {@code path}. */
    void check(JsonNode value, String path, Fault kind);

    /** Throws for the first fault of any kind. */
    default void require(JsonNode value, String path) {
        for (Fault kind : Fault.values()) {
            check(value, path, kind);
        }
    }

    /** A string for which the predicate holds; every other value is invalid. */
    static Shape text(Predicate<String> allowed) {
        return value(node -> node.isTextual() && allowed.test(node.textValue()));
    }

    /** Some text of at most so many characters, not blank. */
    static Shape text(int most) {
        return text(text -> !text.isBlank() && text.length() <= most);
    }

    static Shape oneOf(String... values) {
        return text(Set.of(values)::contains);
    }

    static Shape matching(String regex) {
        return text(Pattern.compile(regex).asMatchPredicate());
    }

    static Shape value(Predicate<JsonNode> allowed) {
        return (node, path, kind) -> {
            if (kind == Fault.VALUE && !allowed.test(node)) {
                throw Breach.invalid(node, path);
            }
        };
    }

    /** Anything; it is not looked at. */
    static Shape any() {
        return (node, path, kind) -> {};
    }

    /** A whole day: {@code yyyy-mm-dd}. */
    static Shape date() {
        return text(Shape::isDate);
    }

    static Shape bool() {
        return value(JsonNode::isBoolean);
    }

    static Shape integer(int least, int most) {
        return value(node -> node.isInt() && node.intValue() >= least && node.intValue() <= most);
    }

    /** A list, none of whose items is missing. */
    static Shape list(Shape item, int least, int most) {
        return (node, path, kind) -> {
            if (!node.isArray()) {
                value(JsonNode::isArray).check(node, path, kind);
                return;
            }
            if (kind == Fault.MISSING && node.size() < least) {
                throw Breach.missing(node.isEmpty() ? path : path + "/" + node.size());
            }
            if (kind == Fault.VALUE && node.size() > most) {
                throw Breach.tooMany(node, path);
            }
            for (int i = 0; i < node.size(); i++) {
                item.check(node.get(i), path + "/" + i, kind);
            }
        };
    }

    /** A list of extensions, none of which stands twice; their URLs tell which of these shapes they have. */
    static Shape extensions(Map<String, Shape> shapes, int least, int most) {
        Shape all = list(byUrl(shapes), least, most);
        return (node, path, kind) -> {
            all.check(node, path, kind);
            Set<JsonNode> urls = new HashSet<>();
            node.forEach(extension -> urls.add(extension.path("url")));
            if (kind == Fault.VALUE && urls.size() < node.size()) {
                throw Breach.tooMany(node, path);
            }
        };
    }

    /** An object whose member {@code url} tells which of these shapes it has. */
    static Shape byUrl(Map<String, Shape> shapes) {
        return (node, path, kind) -> {
            if (!node.isObject()) {
                value(JsonNode::isObject).check(node, path, kind);
                return;
            }
            JsonNode url = node.path("url");
            if (kind == Fault.MISSING && url.isMissingNode()) {
                throw Breach.missing(path + "/url");
            }
            Shape shape = shapes.get(url.asText());
            if (shape != null) {
                shape.check(node, path, kind);
            } else if (kind == Fault.VALUE) {
                throw Breach.invalid(url, path + "/url");
            }
        };
    }

    static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
