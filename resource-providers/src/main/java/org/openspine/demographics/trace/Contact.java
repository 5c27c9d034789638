package org.openspine.demographics.trace;

import java.util.Locale;

/** The forms in which contacts are compared. A plus sign that was not escaped in a query arrives as a space. */
final class Contact {
    private Contact() {}

    /** No spaces; an international number begins with 00, one of this country with 0. */
    static String phone(String asked) {
        String international = asked.startsWith("+") || asked.startsWith(" ") ? "00" + asked.substring(1) : asked;
        String plain = international.replace(" ", "");
        return plain.startsWith("0044") ? "0" + plain.substring(4) : plain;
    }

    static String email(String asked) {
        return asked.strip().replace(' ', '+').toLowerCase(Locale.ROOT);
    }
}
