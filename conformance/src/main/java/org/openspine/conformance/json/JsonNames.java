package org.openspine.conformance.json;

/** Property names as messages may show them: a sender can put anything there, a patient's data included. */
public final class JsonNames {
    private static final int LONGEST_NAME_OF_FHIR = 64;

    private JsonNames() {}

    /** The name if it could be that of an element, else {@code ?}. */
    public static String shown(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME_OF_FHIR) {
            return "?";
        }
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit) {
                return "?";
            }
            digits += digit ? 1 : 0;
        }
        return digits <= 2 ? name : "?"; // base64Binary has two; an NHS number has ten
    }
}
