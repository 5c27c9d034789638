package org.openspine.demographics.trace;

import org.apache.commons.codec.language.Soundex;

/**
 * How a name sounds: its Soundex, except that first letters which sound alike are taken as one (Catherine, Katherine). Names
 * with the same Soundex have the same sound; the sound of a beginning is the beginning of the sound.
 */
final class NameSound {
    /** How many characters a whole sound has. */
    static final int LENGTH = 4;

    private static final String ALIKE = "aeiouyh|ckqx|jg|sz|fp|vw";

    private NameSound() {}

    /** The sound of a folded name, {@value #LENGTH} characters; zeros for names in other alphabets. */
    static String of(String folded) {
        String beginning = ofBeginning(folded);
        return beginning + "0".repeat(LENGTH - beginning.length());
    }

    /** What the sound of every name that begins with {@code folded} begins with. */
    static String ofBeginning(String folded) {
        StringBuilder latin = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'a' && c <= 'z') {
                latin.append(c);
            } else {
                break; // a digit or another alphabet: what follows has no sound
            }
        }
        if (latin.isEmpty()) {
            return "";
        }
        String code = Soundex.US_ENGLISH.encode(latin.toString());
        int end = code.length();
        while (code.charAt(end - 1) == '0') {
            end--;
        }
        return first(latin.charAt(0)) + code.substring(1, end);
    }

    private static char first(char letter) {
        for (String group : ALIKE.split("\\|")) {
            if (group.indexOf(letter) >= 0) {
                return group.charAt(0);
            }
        }
        return letter;
    }
}
