package org.openspine.terminology;

/**
 * The form of a unit's code: atoms with exponents and annotations, joined by {@code .} and {@code /}, in parentheses. Which atoms there
 * are is not known here.
 *
 * @see <a href="https://ucum.org/ucum#section-Syntax-Rules">The Unified Code for Units of Measure, syntax rules</a>
 */
final class UnitExpression {
    private static final int MAX_NESTING = 20;
    private static final String OF_ATOMS = "%'\"*^_";

    private final String code;
    private int at;

    private UnitExpression(String code) {
        this.code = code;
    }

    static boolean isWellFormed(String code) {
        var expression = new UnitExpression(code);
        expression.accept('/');
        return expression.term(0) && expression.at == code.length();
    }

    private boolean term(int nesting) {
        do {
            if (!component(nesting)) {
                return false;
            }
        } while (accept('.') || accept('/'));
        return true;
    }

    private boolean component(int nesting) {
        if (accept('(')) {
            return nesting < MAX_NESTING && term(nesting + 1) && accept(')');
        }
        int start = at;
        digits();
        boolean atom = false;
        while (atomPart()) {
            atom = true;
        }
        if (atom) {
            exponent();
        }
        return (peek() != '{' || enclosed('}')) && at > start;
    }

    /** A letter or sign, or something in brackets; brackets hold anything but others. */
    private boolean atomPart() {
        char c = peek();
        if (c == '[') {
            return enclosed(']');
        }
        if (Character.isLetter(c) && c < 128 || c != 0 && OF_ATOMS.indexOf(c) >= 0) {
            at++;
            return true;
        }
        return false;
    }

    private void exponent() {
        int start = at;
        if (peek() == '+' || peek() == '-') {
            at++;
        }
        if (!digits()) {
            at = start;
        }
    }

    private boolean enclosed(char end) {
        int close = code.indexOf(end, at);
        if (close < 0) {
            return false;
        }
        for (int i = at + 1; i < close; i++) {
            char c = code.charAt(i);
            if (c <= ' ' || c > '~' || c == code.charAt(at)) {
                return false;
            }
        }
        at = close + 1;
        return true;
    }

    private boolean digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > start;
    }

    private boolean accept(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private char peek() {
        return at < code.length() ? code.charAt(at) : 0;
    }
}
