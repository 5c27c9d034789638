package org.openspine.repository.search;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one value of a query demands of one index row of its kind. */
public sealed interface ValueMatch {
    /** {@code text} is normalised; {@code exact} is the text as written, which only {@link Mode#EXACT} compares. */
    record Text(Mode mode, String text, String exact) implements ValueMatch {
        public enum Mode {
            STARTS_WITH,
            CONTAINS,
            EXACT
        }

        /** Values that begin like {@code written}, as string search compares them. */
        public static Text beginning(String written) {
            return new Text(Mode.STARTS_WITH, IndexText.beginning(StringParameter.normalize(written)), "");
        }

        /** Values of the parameter {@code phonetic} that sound like {@code written}. */
        public static Text sounding(String written) {
            return new Text(Mode.STARTS_WITH, StringParameter.sound(written), "");
        }
    }

    /**
     * {@code code} null: any code of the system; {@code system} empty: any system. A query for a named system also finds
     * values whose system is implied.
     */
    record Token(OptionalLong system, @Nullable String code) implements ValueMatch {
        /** This code, whatever its system. */
        public static Token of(String code) {
            return new Token(OptionalLong.empty(), code);
        }
    }

    /** Any code that begins so, whatever its system. */
    record TokenBeginning(String beginning) implements ValueMatch {}

    /** {@code type} null: any type of target. For other than local targets the type is empty and the id the URL. */
    record Reference(@Nullable String type, String id) implements ValueMatch {}

    /** A period in milliseconds, both ends inclusive, compared as {@code prefix} says. */
    record Date(Prefix prefix, long low, long high) implements ValueMatch {
        /** For {@link Prefix#AP}: wider by a tenth of the distance from {@code now}. */
        Date approximate(long now) {
            long slack = Math.max(Math.abs(now - low), Math.abs(now - high)) / 10;
            return new Date(Prefix.AP, low - slack, high + slack);
        }
    }

    /** {@code low} inclusive to {@code high} exclusive: the range that the precision of {@code value} implies. */
    record Number(Prefix prefix, double value, double low, double high) implements ValueMatch {}

    /** {@code code} null: whatever the unit; {@code system} empty: whatever its system. */
    record Quantity(
            Number number, OptionalLong system, @Nullable String code) implements ValueMatch {}

    record Uri(Mode mode, String value) implements ValueMatch {
        public enum Mode {
            EQUAL,
            /** The stored URI is the value or lies under it. */
            BELOW,
            /** The value is the stored URI or lies under it. */
            ABOVE
        }
    }
}
