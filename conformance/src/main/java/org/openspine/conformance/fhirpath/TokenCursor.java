package org.openspine.conformance.fhirpath;

import java.util.List;

/** Where a compiler stands in the tokens of an expression; it never moves past the end. */
final class TokenCursor {
    private final List<Token> tokens;
    private int at;

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean accept(String symbolOrKeyword) {
        boolean found = peek().is(symbolOrKeyword);
        if (found) {
            next();
        }
        return found;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw new IllegalArgumentException(
                    "FHIRPath: '%s' expected instead of '%s'".formatted(symbol, peek().text()));
        }
    }

    Token expectName() {
        Token token = next();
        if (token.kind() != Token.Kind.NAME) {
            throw new IllegalArgumentException("FHIRPath: a name is expected instead of '%s'".formatted(token.text()));
        }
        return token;
    }
}
