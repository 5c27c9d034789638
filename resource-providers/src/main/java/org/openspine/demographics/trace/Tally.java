package org.openspine.demographics.trace;

/**
 * Adds up agreements by weight. The weights follow how much each item tells a person from others: a birth date and a family name
 * most, a gender least. Agreement on one more item raises a score that is below 1.
 */
final class Tally {
    static final double FAMILY = 0.28;
    static final double GIVEN = 0.22;
    static final double BIRTH_DATE = 0.28;
    static final double GENDER = 0.06;
    static final double POSTCODE = 0.16;
    static final double EMAIL = 0.12;
    static final double PHONE = 0.12;
    static final double PRACTICE = 0.06;
    static final double DEATH_DATE = 0.08;
    static final double MANAGING_ORGANIZATION = 0.04;

    private static final double STEPS = 10_000;

    private double agreed;
    private double asked;
    private boolean full = true;

    /** @param agreement 0 to 1 */
    void add(double weight, double agreement) {
        asked += weight;
        agreed += weight * agreement;
        full &= agreement == 1;
    }

    /** 0 to 1 with four decimals; 1 only if everything agreed fully. */
    double score() {
        if (full) {
            return 1;
        }
        return Math.min(Math.round(agreed / asked * STEPS), STEPS - 1) / STEPS;
    }
}
