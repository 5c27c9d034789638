package org.openspine.demographics.trace;

import java.util.Locale;

/** Postcodes: spaces and case do not count. */
final class Postcode {
    private static final int INWARD = 3;
    private static final int SHORTEST = 5;

    private Postcode() {}

    /** Upper case without spaces. */
    static String plain(String postcode) {
        return postcode.replace(" ", "").toUpperCase(Locale.ROOT);
    }

    /** Whether this stands for an unknown or a foreign address and so for no place at all. */
    static boolean isPseudo(String plain) {
        return plain.startsWith("ZZ99");
    }

    /** Whether this is long enough to be more than a district. */
    static boolean isWhole(String plain) {
        return plain.length() >= SHORTEST;
    }

    /** The district, {@code LS11} of {@code LS116AD}; all of what is too short to be a postcode. */
    static String outward(String plain) {
        return isWhole(plain) ? plain.substring(0, plain.length() - INWARD) : plain;
    }
}
