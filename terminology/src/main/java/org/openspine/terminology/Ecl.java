package org.openspine.terminology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part of SNOMED CT's expression constraint language that UK value sets use: codes, descendants, ancestors, members of reference sets,
 * joined by OR, AND and MINUS, in symbols or keywords.
 *
 * @see <a href="https://confluence.ihtsdotools.org/display/DOCECL">Expression Constraint Language</a>
 */
sealed interface Ecl {
    /** Whether a code that exists in the system is selected. */
    boolean accepts(String code, LargeCodeSystem system);

    /** Candidates: all that are selected are among them. */
    Stream<String> candidates(LargeCodeSystem system);

    /** A filter's constraint, or empty if it is outside the subset. */
    static Optional<Ecl> of(Filter filter) {
        return switch (filter.op()) {
            case "is-a" -> Optional.of(new Simple("<<", filter.value()));
            case "descendent-of" -> Optional.of(new Simple("<", filter.value()));
            case "in" ->
                filter.property().equals("concept") ? Optional.of(new Simple("^", filter.value())) : Optional.empty();
            case "=" ->
                filter.property().equals("parent")
                                && !filter.value().isEmpty()
                                && !Character.isDigit(filter.value().charAt(0))
                        ? Optional.of(new Simple("^", filter.value())) // the classes of dm+d
                        : filter.property().equals("constraint")
                                        || filter.property().equals("expression")
                                ? parse(filter.value())
                                : Optional.empty();
            default -> Optional.empty();
        };
    }

    static Optional<Ecl> parse(String text) {
        try {
            return Optional.of(new Parser(text).parse());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code <<123}, {@code ^123}, {@code 123}, {@code *}. */
    record Simple(String operator, String code) implements Ecl {
        @Override
        public boolean accepts(String candidate, LargeCodeSystem system) {
            return switch (operator) {
                case "<<" -> candidate.equals(code) || system.isAbove(code, candidate);
                case "<" -> system.isAbove(code, candidate);
                case ">>" -> candidate.equals(code) || system.isAbove(candidate, code);
                case ">" -> system.isAbove(candidate, code);
                case "^" -> system.isMember(code, candidate);
                case "*" -> system.contains(candidate);
                default -> candidate.equals(code);
            };
        }

        @Override
        public Stream<String> candidates(LargeCodeSystem system) {
            return switch (operator) {
                case "<<" -> Stream.concat(Stream.of(code).filter(system::contains), system.below(code));
                case "<" -> system.below(code);
                case "^" -> system.members(code);
                case ">>", ">", "*" -> system.codes();
                default -> Stream.of(code).filter(system::contains);
            };
        }
    }

    /** Two constraints joined. */
    record Joined(String operator, Ecl left, Ecl right) implements Ecl {
        @Override
        public boolean accepts(String code, LargeCodeSystem system) {
            return switch (operator) {
                case "OR" -> left.accepts(code, system) || right.accepts(code, system);
                case "AND" -> left.accepts(code, system) && right.accepts(code, system);
                default -> left.accepts(code, system) && !right.accepts(code, system);
            };
        }

        @Override
        public Stream<String> candidates(LargeCodeSystem system) {
            return operator.equals("OR")
                    ? Stream.concat(left.candidates(system), right.candidates(system))
                            .distinct()
                    : left.candidates(system);
        }
    }

    /** Left to right; terms are dropped. */
    final class Parser {
        private static final int MAX_NESTING = 50;
        private final List<String> tokens;
        private int at;
        private int nesting;

        Parser(String text) {
            tokens = tokens(text);
        }

        Ecl parse() {
            Ecl result = expression();
            if (at < tokens.size()) {
                throw new IllegalArgumentException("not in the subset");
            }
            return result;
        }

        private Ecl expression() {
            if (++nesting > MAX_NESTING) {
                throw new IllegalArgumentException("nested too deep");
            }
            Ecl left = operand();
            while (at < tokens.size() && !tokens.get(at).equals(")")) {
                String operator =
                        switch (next().toUpperCase(java.util.Locale.ROOT)) {
                            case "OR" -> "OR";
                            case "AND", "," -> "AND";
                            case "MINUS" -> "MINUS";
                            default -> throw new IllegalArgumentException("not in the subset");
                        };
                left = new Joined(operator, left, operand());
            }
            nesting--;
            return left;
        }

        private Ecl operand() {
            String token = next();
            if (token.equals("(")) {
                Ecl inner = expression();
                if (!next().equals(")")) {
                    throw new IllegalArgumentException("a parenthesis is not closed");
                }
                return inner;
            }
            if (token.equals("*")) {
                return new Simple("*", "");
            }
            String operator =
                    switch (token) {
                        case "<", "<<", ">", ">>", "^" -> token;
                        case "descendantOf" -> "<";
                        case "descendantOrSelfOf" -> "<<";
                        case "ancestorOf" -> ">";
                        case "ancestorOrSelfOf" -> ">>";
                        case "memberOf" -> "^";
                        default -> "";
                    };
            String code = operator.isEmpty() ? token : next();
            if (code.isEmpty() || !code.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("not in the subset");
            }
            return new Simple(operator, code);
        }

        private String next() {
            if (at >= tokens.size()) {
                throw new IllegalArgumentException("ends too early");
            }
            return tokens.get(at++);
        }

        private static List<String> tokens(String text) {
            var tokens = new ArrayList<String>();
            int i = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                int start = i;
                if (Character.isWhitespace(c)) {
                    i++;
                } else if (c == '|') {
                    int end = text.indexOf('|', i + 1);
                    i = end < 0 ? text.length() : end + 1;
                } else if (c == '<' || c == '>') {
                    i += i + 1 < text.length() && text.charAt(i + 1) == c ? 2 : 1;
                    tokens.add(text.substring(start, i));
                } else if (Character.isLetterOrDigit(c)) {
                    while (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
                        i++;
                    }
                    tokens.add(text.substring(start, i));
                } else {
                    tokens.add(String.valueOf(c));
                    i++;
                }
            }
            return tokens;
        }
    }
}
