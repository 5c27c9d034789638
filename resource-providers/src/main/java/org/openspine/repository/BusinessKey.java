package org.openspine.repository;

/**
 * A business identifier that only one resource may hold, such as a prescription number.
 *
 * @param kind what it is, at most 32 characters: {@code prescription}, {@code ubrn}
 * @param value at most 200 characters
 */
public record BusinessKey(String kind, String value) {
    public BusinessKey {
        if (kind.isEmpty() || kind.length() > 32 || value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException(
                    "a business key has a kind of 1 to 32 and a value of 1 to 200 characters");
        }
    }
}
