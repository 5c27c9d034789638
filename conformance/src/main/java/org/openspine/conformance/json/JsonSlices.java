package org.openspine.conformance.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds members and elements in JSON that this program has written, without building anything: what a view takes over
 * unchanged is copied as it stands. Positions are those of bytes; ends are exclusive.
 */
public final class JsonSlices {
    private JsonSlices() {}

    /** Gets the members of an object in order. */
    @FunctionalInterface
    public interface MemberVisitor {
        void member(Slice name, Slice value);
    }

    /** Gets the elements of an array in order. */
    @FunctionalInterface
    public interface ElementVisitor {
        void element(Slice value);
    }

    /** A part of a body. */
    @SuppressWarnings("ArrayRecordComponent") // a window on the stored body, never compared
    public record Slice(byte[] json, int from, int to) {
        public static Slice of(byte[] json) {
            return new Slice(json, 0, json.length);
        }

        public int length() {
            return to - from;
        }

        /** Whether these bytes are exactly {@code ascii}. */
        public boolean is(String ascii) {
            if (length() != ascii.length()) {
                return false;
            }
            for (int i = 0; i < ascii.length(); i++) {
                if (json[from + i] != ascii.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        /** The bytes as text; of a string value with its quotes and escapes. */
        public String raw() {
            return new String(json, from, length(), StandardCharsets.UTF_8);
        }

        /** The content of a string without escapes, such as an id or a code. */
        public String plainText() {
            return length() < 2 ? "" : new String(json, from + 1, length() - 2, StandardCharsets.UTF_8);
        }

        public byte[] bytes() {
            return Arrays.copyOfRange(json, from, to);
        }
    }

    /** The value of the object's member; looks no further once it is found. */
    public static Optional<Slice> member(Slice object, String name) {
        @Nullable Slice[] found = new Slice[1];
        walk(object, (member, value) -> {
            if (member.is(name)) {
                found[0] = value;
                return false;
            }
            return true;
        });
        return Optional.ofNullable(found[0]);
    }

    /** Visits the members of the object; names without their quotes. Nothing if the value is no object. */
    public static void members(Slice object, MemberVisitor visitor) {
        walk(object, (name, value) -> {
            visitor.member(name, value);
            return true;
        });
    }

    /** Takes a member, and tells whether the next one is wanted. */
    private interface Step {
        boolean take(Slice name, Slice value);
    }

    private static void walk(Slice object, Step step) {
        byte[] json = object.json();
        if (object.length() == 0 || json[object.from()] != '{') {
            return;
        }
        int at = space(json, object.from() + 1);
        while (json[at] != '}') {
            int nameEnd = string(json, at);
            int from = space(json, space(json, nameEnd) + 1);
            int to = value(json, from);
            if (!step.take(new Slice(json, at + 1, nameEnd - 1), new Slice(json, from, to))) {
                return;
            }
            at = space(json, to);
            if (json[at] == ',') {
                at = space(json, at + 1);
            }
        }
    }

    /** Visits the elements of the array. Nothing if the value is no array. */
    public static void elements(Slice array, ElementVisitor visitor) {
        byte[] json = array.json();
        if (array.length() == 0 || json[array.from()] != '[') {
            return;
        }
        int at = space(json, array.from() + 1);
        while (json[at] != ']') {
            int to = value(json, at);
            visitor.element(new Slice(json, at, to));
            at = space(json, to);
            if (json[at] == ',') {
                at = space(json, at + 1);
            }
        }
    }

    private static int space(byte[] json, int at) {
        int i = at;
        while (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t') {
            i++;
        }
        return i;
    }

    private static int value(byte[] json, int from) {
        return switch (json[from]) {
            case '"' -> string(json, from);
            case '{', '[' -> nested(json, from);
            default -> scalar(json, from);
        };
    }

    private static int string(byte[] json, int from) {
        int i = from + 1;
        while (json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static int nested(byte[] json, int from) {
        int depth = 0;
        int i = from;
        while (true) {
            switch (json[i]) {
                case '"' -> i = string(json, i) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            i++;
            if (depth == 0) {
                return i;
            }
        }
    }

    private static int scalar(byte[] json, int from) {
        int i = from;
        while (i < json.length && json[i] != ',' && json[i] != '}' && json[i] != ']' && json[i] > ' ') {
            i++;
        }
        return i;
    }
}
