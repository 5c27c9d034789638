package org.openspine.terminology.identifier;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The short-form number of an electronic prescription, in capitals: six hexadecimal digits, the prescriber's organisation,
 * five digits and a check character (ISO 7064 MOD 37-2) that is right.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/electronic-prescription-service-fhir">EPS FHIR API</a>
 */
public record PrescriptionNumber(String value) {
    public static final String SYSTEM = "https://fhir.nhs.uk/Id/prescription-order-number";

    private static final Pattern SHAPE = Pattern.compile("[A-F0-9]{6}-[A-Z0-9]{6}-[A-F0-9]{5}[A-Z0-9+]");
    private static final int MODULUS = 37;
    private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+";

    public PrescriptionNumber {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a prescription number");
        }
    }

    /** The number in {@code text}, whatever its case, or empty if it is malformed or its check character is wrong. */
    public static Optional<PrescriptionNumber> parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return isValid(upper) ? Optional.of(new PrescriptionNumber(upper)) : Optional.empty();
    }

    /** Whether {@code text} has the shape of a prescription number, whatever its case and check character. */
    public static boolean hasShape(String text) {
        return SHAPE.matcher(text.toUpperCase(Locale.ROOT)).matches();
    }

    /**
     * The number of these parts with its check character.
     *
     * @param first six hexadecimal digits
     * @param odsCode at most six characters
     * @param last five hexadecimal digits
     */
    public static PrescriptionNumber of(String first, String odsCode, String last) {
        String organization = "0".repeat(Math.max(0, 6 - odsCode.length())) + odsCode;
        String stem = first + "-" + organization + "-" + last;
        return new PrescriptionNumber(stem + checkCharacter(stem));
    }

    /** The part that names the prescription: all but the check character. */
    public String stem() {
        return value.substring(0, value.length() - 1);
    }

    /** The check character of a number without it; hyphens do not count. */
    static char checkCharacter(String stem) {
        int sum = 0;
        for (int i = 0; i < stem.length(); i++) {
            char character = stem.charAt(i);
            if (character != '-') {
                sum = (sum + Character.digit(character, 36)) * 2 % MODULUS;
            }
        }
        return CHARACTERS.charAt((MODULUS + 1 - sum) % MODULUS);
    }

    private static boolean isValid(String text) {
        int last = text.length() - 1;
        return SHAPE.matcher(text).matches() && text.charAt(last) == checkCharacter(text.substring(0, last));
    }

    @Override
    public String toString() {
        return value;
    }
}
