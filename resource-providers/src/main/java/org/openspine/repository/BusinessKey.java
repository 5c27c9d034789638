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
}
