package org.openspine.demographics.pds;

/**
 * What an operator decides about the service.
 *
 * @param numbers NHS numbers that it may give
 * @param requestsPerSecond of one application; 0 is without limit
 * @param createsPerSecond new patients of one application; 0 is without limit
 */
public record PdsConfig(NumberRange numbers, int requestsPerSecond, int createsPerSecond) {
    /** What the national service allows one application. */
    public static final int NATIONAL_REQUESTS = 5;

    public static final int NATIONAL_CREATES = 3;

    /** An open sandbox: no limits, and numbers that neither the sample people nor the generated population have. */
    public static final PdsConfig SANDBOX = new PdsConfig(new NumberRange(920_000_000, 929_999_999), 0, 0);

    /** NHS numbers by their first nine digits, both ends included. */
    public record NumberRange(int first, int last) {
        private static final int LARGEST = 999_999_999;

        public NumberRange {
            if (first < 0 || last > LARGEST || first > last) {
                throw new IllegalArgumentException("a range of NHS numbers is that of their first nine digits");
            }
        }
    }
}
