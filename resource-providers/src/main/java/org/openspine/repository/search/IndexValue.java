package org.openspine.repository.search;

/**
 * One indexed value of a current resource, a row of the table of its kind.
 *
 * <p>{@code parameter} is an {@link IndexId}; {@code item} tells which element of a composite the value belongs to, so
 * that the parts of one element can be matched together (0 for everything else).
 */
public sealed interface IndexValue {
    long parameter();

    int item();

    /** A value to sort by: strings for text-like kinds, numbers for the others. */
    Comparable<?> sortKey();

    /** {@code normalized} is folded by {@link StringParameter#normalize}; {@code exact} as written. */
    record Text(long parameter, int item, String normalized, String exact) implements IndexValue {
        @Override
        public String sortKey() {
            return normalized;
        }
    }

    /** {@code system} is an {@link IndexId} of the system's URI, or one of the constants here. */
    record Token(long parameter, int item, long system, String code) implements IndexValue {
        /** The value has no system. */
        static final long NO_SYSTEM = 0;

        /** The value is a {@code code}: its system is implied by the element's binding. */
        static final long IMPLIED_SYSTEM = 1;

        /** A key of {@link DerivedKeys}; at most 200 characters. */
        public static Token key(long parameter, String key) {
            return new Token(parameter, 0, NO_SYSTEM, key);
        }

        @Override
        public String sortKey() {
            return code;
        }
    }

    /** A local target as type and id; anything else as an empty type and the URL. */
    record Reference(long parameter, int item, String targetType, String targetId) implements IndexValue {
        @Override
        public String sortKey() {
            return targetId;
        }
    }

    /** Milliseconds since 1970 UTC, both ends inclusive. */
    record DateRange(long parameter, int item, long low, long high) implements IndexValue {
        @Override
        public Long sortKey() {
            return low;
        }
    }

    record Number(long parameter, int item, double value) implements IndexValue {
        @Override
        public Double sortKey() {
            return value;
        }
    }

    /** {@code code} is the unit's code, or its text where it has none; {@code system} as in {@link Token}. */
    record Quantity(long parameter, int item, double value, long system, String code) implements IndexValue {
        @Override
        public Double sortKey() {
            return value;
        }
    }

    record Uri(long parameter, int item, String value) implements IndexValue {
        @Override
        public String sortKey() {
            return value;
        }
    }
}
