package org.openspine.conformance.fhirpath;

import java.util.ArrayList;
import java.util.List;

/** A lexical element of an expression; {@code text} is unescaped. */
record Token(Kind kind, String text) {
    enum Kind {
        NAME,
        STRING,
        NUMBER,
        TEMPORAL,
        SYMBOL,
        END
    }

    static List<Token> of(String expression) {
        return new Scanner(expression).scan();
    }

    boolean is(String symbolOrKeyword) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrKeyword);
    }

    private static final class Scanner {
        private static final List<String> SYMBOLS = List.of(
                "!=", "!~", "<=", ">=", "(", ")", "[", "]", ".", ",", "|", "=", "~", "<", ">", "+", "-", "*", "/", "&",
                "{", "}");

        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        List<Token> scan() {
            var tokens = new ArrayList<Token>();
            while (at < text.length()) {
                char c = text.charAt(at);
                if (Character.isWhitespace(c)) {
                    at++;
                } else if (c == '\'' || c == '`') {
                    tokens.add(new Token(c == '\'' ? Kind.STRING : Kind.NAME, quoted(c)));
                } else if (c == '@') {
                    tokens.add(new Token(Kind.TEMPORAL, temporal()));
                } else if (c == '%' && at + 1 < text.length() && isQuote(text.charAt(at + 1))) {
                    at++;
                    tokens.add(new Token(Kind.NAME, "%" + quoted(text.charAt(at))));
                } else if (text.startsWith("//", at) || text.startsWith("/*", at)) {
                    comment();
                } else if (isDigit(c)) {
                    tokens.add(new Token(Kind.NUMBER, number()));
                } else if (isNameStart(c)) {
                    tokens.add(new Token(Kind.NAME, name()));
                } else {
                    tokens.add(new Token(Kind.SYMBOL, symbol()));
                }
            }
            tokens.add(new Token(Kind.END, "end of expression"));
            return tokens;
        }

        private String name() {
            int start = at++;
            while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isQuote(char c) {
            return c == '\'' || c == '`' || c == '"';
        }

        /** {@code @2015-02-04T14:34:28Z}, {@code @T14:30}; returned without the at sign. */
        private String temporal() {
            int start = ++at;
            while (at < text.length() && (isDigit(text.charAt(at)) || "-:TZ+.".indexOf(text.charAt(at)) >= 0)) {
                boolean step = text.charAt(at) == '.' && !isDecimalPoint(); // a function follows
                if (step) {
                    break;
                }
                at++;
            }
            return text.substring(start, at);
        }

        private void comment() {
            boolean line = text.startsWith("//", at);
            int end = text.indexOf(line ? "\n" : "*/", at);
            at = end < 0 ? text.length() : end + (line ? 1 : 2);
        }

        private String number() {
            int start = at;
            while (at < text.length() && (isDigit(text.charAt(at)) || isDecimalPoint())) {
                at++;
            }
            return text.substring(start, at);
        }

        private boolean isDecimalPoint() {
            return text.charAt(at) == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
        }

        private String symbol() {
            for (String symbol : SYMBOLS) {
                if (text.startsWith(symbol, at)) {
                    at += symbol.length();
                    return symbol;
                }
            }
            throw new IllegalArgumentException("FHIRPath: '%c' at %d is not supported".formatted(text.charAt(at), at));
        }

        private String quoted(char quote) {
            var result = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == quote) {
                    at++;
                    return result.toString();
                }
                result.append(c == '\\' ? escaped() : c);
            }
            throw new IllegalArgumentException("FHIRPath: a string is not closed");
        }

        private char escaped() {
            at++;
            char c = at < text.length() ? text.charAt(at) : ' ';
            return switch (c) {
                case '\\', '\'', '`', '"', '/' -> c;
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'f' -> '\f';
                case 'u' -> unicode();
                default ->
                    throw new IllegalArgumentException("FHIRPath: the escape \\%c is not supported".formatted(c));
            };
        }

        private char unicode() {
            if (at + 4 >= text.length()) {
                throw new IllegalArgumentException("FHIRPath: a string is not closed");
            }
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private static boolean isNameStart(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' || c == '%';
        }
    }
}
