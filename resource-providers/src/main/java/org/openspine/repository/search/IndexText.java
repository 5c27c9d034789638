package org.openspine.repository.search;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Text cut to the width of an index column; what is too long keeps its beginning and a digest of the whole. */
final class IndexText {
    static final int WIDTH = 200;

    private static final int DIGEST_CHARACTERS = 32;

    private IndexText() {}

    /** For values compared as a whole. Two different values stay different. */
    static String whole(String text) {
        if (text.length() <= WIDTH) {
            return text;
        }
        return beginning(text, WIDTH - DIGEST_CHARACTERS - 1) + "#" + digest(text);
    }

    /** For values compared by their beginning. */
    static String beginning(String text) {
        return beginning(text, WIDTH);
    }

    private static String beginning(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
