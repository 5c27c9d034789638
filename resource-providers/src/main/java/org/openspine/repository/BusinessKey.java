package org.openspine.repository;

import java.util.Optional;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * A business identifier that only one resource may hold, such as a prescription number.
 *
 * @param kind what it is, at most 32 characters: {@code prescription}, {@code ubrn}
 * @param value at most 200 characters
 */
public record BusinessKey(String kind, String value) {
    /** The kind of keys that tell which records were merged: the number of a record, a bar, and that of another. */
    public static final String MERGED = "merged-with";

    /** Where the other number begins in the value of a {@link #MERGED} key. */
    public static final int OTHER_NUMBER = 11;

    public BusinessKey {
        if (kind.isEmpty() || kind.length() > 32 || value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException(
                    "a business key has a kind of 1 to 32 and a value of 1 to 200 characters");
        }
    }

    /** The patient it is about: a key whose value is an NHS number, or begins with one and a bar, belongs to that patient. */
    public Optional<NhsNumber> patient() {
        int bar = value.indexOf('|');
        return NhsNumber.parse(bar < 0 ? value : value.substring(0, bar));
    }

    /** That the record of {@code one} is merged with that of {@code other}; the reverse is a key of its own. */
    public static BusinessKey merged(NhsNumber one, NhsNumber other) {
        return new BusinessKey(MERGED, one.value() + "|" + other.value());
    }

    /** That the record of this number is merged with some other. */
    public static BusinessKey isMerged(NhsNumber number) {
        return new BusinessKey("merged", number.value());
    }

    /** The other number of a {@link #MERGED} key. */
    public Optional<NhsNumber> mergedWith() {
        return kind.equals(MERGED) ? NhsNumber.parse(value.substring(OTHER_NUMBER)) : Optional.empty();
    }
}
