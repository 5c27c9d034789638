package org.openspine.samples.population;

/**
 * A GP practice with its surroundings, worked out from its number alone: nothing has to be kept.
 *
 * @param code ODS code of the practice
 * @param pharmacy ODS code of the pharmacy next door
 * @param trustIndex number of the hospital trust to which it refers
 */
record Practice(int index, String code, String pharmacy, int trustIndex, Town town) {
    static final int PATIENTS = 9_000;
    static final int DOCTORS = 5;
    private static final int PRACTICES_PER_TRUST = 40;
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWX"; // Y and Z are left to the stories

    static Practice at(int index, long seed) {
        var chance = new SeededStream(seed, "practice", index);
        return new Practice(
                index,
                letter(index / 9_000) + (90_000 + index % 9_000),
                "F" + letter(index / 2200) + letter(index / 100)
                        + Integer.toString(100 + index % 100).substring(1),
                index / PRACTICES_PER_TRUST,
                Town.pick(chance));
    }

    static int count(int patients) {
        return Math.max(2, (patients + PATIENTS - 1) / PATIENTS);
    }

    static int trusts(int patients) {
        return (count(patients) + PRACTICES_PER_TRUST - 1) / PRACTICES_PER_TRUST;
    }

    /** The SDS user id of one of its doctors. */
    String doctor(int number) {
        return Long.toString(998_000_000_000L + index * 10L + number);
    }

    /** The id of the doctor's PractitionerRole here. */
    String doctorRole(int number) {
        return "PractitionerRole-" + code + "-" + doctor(number);
    }

    /** The ODS code of the trust with this number. */
    static String trustCode(int trust) {
        return "R" + letter(trust / LETTERS.length()) + letter(trust);
    }

    private static String letter(int index) {
        return String.valueOf(LETTERS.charAt(index % LETTERS.length()));
    }
}
