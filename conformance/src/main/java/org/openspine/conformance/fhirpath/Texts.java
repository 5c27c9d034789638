package org.openspine.conformance.fhirpath;

import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Functions on strings. */
final class Texts {
    /** Steps a regular expression of a profile may take on one string before it counts as not matching. */
    private static final int MAX_STEPS = 200_000;

    private Texts() {}

    /** The one text of a collection applied to the one text of an argument; empty if either is missing. */
    static Expression of(Expression source, Expression argument, BiFunction<String, String, List<Item>> function) {
        return (focus, scope) -> {
            List<Item> one = source.evaluate(focus, scope);
            List<Item> other = argument.evaluate(focus, scope);
            if (one.size() != 1 || other.size() != 1) {
                return List.of();
            }
            if (!one.get(0).node().isValueNode() || !other.get(0).node().isValueNode()) {
                return List.of();
            }
            return function.apply(
                    one.get(0).node().asText(), other.get(0).node().asText());
        };
    }

    static String first(List<Item> items) {
        return items.isEmpty() ? "" : items.get(0).node().asText("");
    }

    static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw Compiler.unsupported("the regular expression of matches()");
        }
    }

    /** Whether the pattern is found in the text; {@code ^} and {@code $} ask for more. */
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new BoundedText(text, new int[1])).find();
        } catch (TooManySteps | StackOverflowError e) { // alternatives within repetitions recurse for each character
            return false;
        }
    }

    static String replace(Pattern pattern, String text, String substitution) {
        try {
            Matcher matcher = pattern.matcher(new BoundedText(text, new int[1]));
            return matcher.replaceAll(substitution);
        } catch (TooManySteps | StackOverflowError | IllegalArgumentException | IndexOutOfBoundsException e) {
            return text;
        }
    }

    /** Profiles bring regular expressions and clients bring text: together they must not cost more than linear time. */
    private record BoundedText(String text, int[] steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps[0] > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
