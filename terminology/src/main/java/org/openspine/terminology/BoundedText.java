package org.openspine.terminology;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that regular expressions of strangers may look at: after 200,000 steps they end with {@link TooManySteps}. Definitions bring
 * expressions and clients bring text: together they must not cost more than linear time.
 */
public final class BoundedText implements CharSequence {
    private static final int MAX_STEPS = 200_000;

    private final String text;
    private int steps;

    private BoundedText(String text) {
        this.text = text;
    }

    public static Matcher matcher(Pattern pattern, String text) {
        return pattern.matcher(new BoundedText(text));
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++steps > MAX_STEPS) {
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

    /** The expression gave up. */
    public static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
