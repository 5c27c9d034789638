package org.openspine.conformance.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What one pass over the raw bytes tells: that they are well-formed UTF-8 (RFC 3629), where the text begins after a byte order mark, and
 * whether it holds {@code \\u} escapes. Jackson itself lets overlong forms and encoded surrogates through and would accept UTF-16.
 */
record Utf8Scan(int start, boolean hasUnicodeEscapes) {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;

    static Utf8Scan of(byte[] text) {
        int start = startsWithMark(text) ? 3 : 0;
        boolean escapes = false;
        int i = start;
        while (i < text.length) {
            if (i + 8 <= text.length && isPlain((long) LONGS.get(text, i))) {
                i += 8;
                continue;
            }
            byte b = text[i];
            if (b == '\\') {
                byte escaped = i + 1 < text.length ? text[i + 1] : 0;
                escapes |= escaped == 'u';
                i += escaped == '\\' ? 2 : 1; // an escaped backslash starts no escape itself
            } else if (b > 0) {
                i++;
            } else {
                i += lengthOfSequence(text, i);
            }
        }
        return new Utf8Scan(start, escapes);
    }

    /** Eight ASCII characters, none of them NUL or a backslash. */
    private static boolean isPlain(long eight) {
        return (eight & HIGH_BITS) == 0 && !hasZeroByte(eight) && !hasZeroByte(eight ^ BACKSLASHES);
    }

    private static boolean hasZeroByte(long eight) {
        return ((eight - LOW_BITS) & ~eight & HIGH_BITS) != 0;
    }

    private static boolean startsWithMark(byte[] text) {
        return text.length >= 3 && (text[0] & 0xFF) == 0xEF && (text[1] & 0xFF) == 0xBB && (text[2] & 0xFF) == 0xBF;
    }

    private static int lengthOfSequence(byte[] text, int at) {
        int lead = text[at] & 0xFF;
        if (lead == 0) {
            throw refused(text, at, "NUL is not allowed; the body must be UTF-8");
        }
        int second = at + 1 < text.length ? text[at + 1] & 0xFF : 0;
        boolean wellFormed;
        int length;
        if (lead < 0xE0) {
            length = 2;
            wellFormed = lead >= 0xC2;
        } else if (lead < 0xF0) {
            length = 3;
            wellFormed = (lead != 0xE0 || second >= 0xA0) && (lead != 0xED || second < 0xA0);
        } else {
            length = 4;
            wellFormed = lead <= 0xF4 && (lead != 0xF0 || second >= 0x90) && (lead != 0xF4 || second < 0x90);
        }
        for (int i = 1; i < length; i++) {
            wellFormed &= at + i < text.length && (text[at + i] & 0xC0) == 0x80;
        }
        if (!wellFormed) {
            throw refused(text, at, "not well-formed UTF-8");
        }
        return length;
    }

    private static MalformedContentException refused(byte[] text, int at, String rule) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new MalformedContentException("Line %d, column %d: %s".formatted(line, at - lineStart + 1, rule));
    }
}
