package org.openspine.repository.search;

import java.util.Locale;

/** The comparison a number, date or quantity value starts with; {@code eq} where none is written. */
public enum Prefix {
    EQ,
    NE,
    GT,
    LT,
    GE,
    LE,
    SA,
    EB,
    AP;

    /** A value split into its comparison and the rest. */
    record Prefixed(Prefix prefix, String rest) {}

    static Prefixed split(String value) {
        if (value.length() > 2 && Character.isLetter(value.charAt(0))) {
            for (Prefix prefix : values()) {
                if (value.startsWith(prefix.name().toLowerCase(Locale.ROOT))) {
                    return new Prefixed(prefix, value.substring(2));
                }
            }
        }
        return new Prefixed(EQ, value);
    }
}
