package org.openspine.conformance.fhirpath;

import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openspine.terminology.BoundedText;

/** Functions on strings. */
final class Texts {
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

    /** Whether the pattern is found in the text; {@code ^} and {@code $} ask for more. One that takes too long is not. */
    static boolean matches(Pattern pattern, String text) {
        try {
            return BoundedText.matcher(pattern, text).find();
        } catch (BoundedText.TooManySteps
                | StackOverflowError e) { // alternatives in repetitions recurse for each character
            return false;
        }
    }

    static String replace(Pattern pattern, String text, String substitution) {
        try {
            return BoundedText.matcher(pattern, text).replaceAll(substitution);
        } catch (BoundedText.TooManySteps
                | StackOverflowError
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            return text;
        }
    }
}
