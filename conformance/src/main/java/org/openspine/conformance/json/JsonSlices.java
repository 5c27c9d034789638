package org.openspine.conformance.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds members and elements in JSON that this program has written, without building anything: what a view takes over
 * unchanged is copied as it stands. Positions are those of bytes; ends are exclusive.
 */
public final class JsonSlices {
    private JsonSlices() {}

    /** Takes the value of a member, which begins at {@code at}; returns where it ends. */
    @FunctionalInterface
    public interface MemberReader {
        int read(Slice name, int at);
    }

    /** Takes an element, which begins at {@code at}; returns where it ends. */
    @FunctionalInterface
    public interface ElementReader {
        int read(int at);
    }

    /** A part of a body. */
    @SuppressWarnings("ArrayRecordComponent") // a window on the stored body, never compared
    public record Slice(byte[] json, int from, int to) {
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

    /** The value of a member of the object in {@code json}; looks no further once it is found. */
    public static Optional<Slice> member(byte[] json, String name) {
        if (json.length == 0 || json[0] != '{') {
            return Optional.empty();
        }
        int at = space(json, 1);
        while (json[at] != '}') {
            int nameEnd = string(json, at);
            int from = space(json, space(json, nameEnd) + 1);
            int to = end(json, from);
            if (new Slice(json, at + 1, nameEnd - 1).is(name)) {
                return Optional.of(new Slice(json, from, to));
            }
            at = next(json, to);
        }
        return Optional.empty();
    }

    /** Reads the object that begins at {@code from}, in one pass; returns where it ends. Names come without their quotes. */
    public static int object(byte[] json, int from, MemberReader reader) {
        if (json[from] != '{') {
            return end(json, from);
        }
        int at = space(json, from + 1);
        while (json[at] != '}') {
            int nameEnd = string(json, at);
            int value = space(json, space(json, nameEnd) + 1);
            at = next(json, reader.read(new Slice(json, at + 1, nameEnd - 1), value));
        }
        return at + 1;
    }

    /** Reads the array that begins at {@code from}, in one pass; returns where it ends. */
    public static int array(byte[] json, int from, ElementReader reader) {
        if (json[from] != '[') {
            return end(json, from);
        }
        int at = space(json, from + 1);
        while (json[at] != ']') {
            at = next(json, reader.read(at));
        }
        return at + 1;
    }

    private static int next(byte[] json, int valueEnd) {
        int at = space(json, valueEnd);
        return json[at] == ',' ? space(json, at + 1) : at;
    }

    private static int space(byte[] json, int at) {
        int i = at;
        while (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t') {
            i++;
        }
        return i;
    }

    /** Where the value that begins at {@code from} ends. */
    public static int end(byte[] json, int from) {
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
