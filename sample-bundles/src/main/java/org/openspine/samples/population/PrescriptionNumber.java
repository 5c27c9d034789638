package org.openspine.samples.population;

import java.util.Locale;

/**
 * The short-form number of an electronic prescription: six hexadecimal digits, the prescriber's organisation, five digits
 * and a check character (ISO 7064 MOD 37-2).
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/electronic-prescription-service-fhir">EPS FHIR API</a>
 */
record PrescriptionNumber(String value) {
    static final String SYSTEM = "https://fhir.nhs.uk/Id/prescription-order-number";

    private static final int MODULUS = 37;
    private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+";

    static PrescriptionNumber make(String odsCode, SeededStream chance) {
        String first = hexadecimal(chance, 6);
        String organization = "0".repeat(Math.max(0, 6 - odsCode.length())) + odsCode;
        String last = hexadecimal(chance, 5);
        return new PrescriptionNumber(
                first + "-" + organization + "-" + last + checkCharacter(first + organization + last));
    }

    static char checkCharacter(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            sum = (sum + Character.digit(body.charAt(i), 36)) * 2 % MODULUS;
        }
        return CHARACTERS.charAt((MODULUS + 1 - sum) % MODULUS);
    }

    private static String hexadecimal(SeededStream chance, int digits) {
        int number = chance.below(1 << (4 * digits));
        String text = Integer.toHexString((1 << (4 * digits)) + number).toUpperCase(Locale.ROOT);
        return text.substring(1);
    }
}
