package org.openspine.terminology.identifier;

import java.util.Optional;

/**
 * An NHS number whose check digit is right. Ten digits, no spaces.
 *
 * @see <a href="https://www.datadictionary.nhs.uk/attributes/nhs_number.html">NHS Data Dictionary: NHS number</a>
 */
public record NhsNumber(String value) {
    public static final String SYSTEM = "https://fhir.nhs.uk/Id/nhs-number";

    private static final int LENGTH = 10;

    public NhsNumber {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an NHS number"); // never echo the value: messages reach logs
        }
    }

    /** The number in {@code text}, or empty if it is malformed or its check digit is wrong. */
    public static Optional<NhsNumber> parse(String text) {
        return isValid(text) ? Optional.of(new NhsNumber(text)) : Optional.empty();
    }

    /** Whether {@code text} has the shape of an NHS number (ten digits), right or wrong. */
    public static boolean hasShape(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * The number that starts with these nine digits, or empty where modulus 11 leaves no single check digit (one stem in
     * eleven).
     */
    public static Optional<NhsNumber> ofStem(int nineDigits) {
        if (nineDigits < 0 || nineDigits > 999_999_999) {
            throw new IllegalArgumentException("a stem has nine digits");
        }
        String stem = "%09d".formatted(nineDigits);
        int check = checkDigit(stem);
        return check == 10 ? Optional.empty() : Optional.of(new NhsNumber(stem + check));
    }

    private static boolean isValid(String text) {
        return hasShape(text) && text.charAt(LENGTH - 1) - '0' == checkDigit(text);
    }

    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += (digits.charAt(i) - '0') * (LENGTH - i);
        }
        int check = 11 - sum % 11;
        return check == 11 ? 0 : check;
    }

    @Override
    public String toString() {
        return value;
    }
}
