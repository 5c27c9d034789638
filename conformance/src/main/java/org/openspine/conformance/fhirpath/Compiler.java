package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Recursive descent over one expression; each method is a level of precedence, loosest first. */
final class Compiler {
    private static final int MAX_NESTING = 50;
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final Map<String, String> CONSTANTS =
            Map.of("%ucum", UCUM, "%sct", "http://snomed.info/sct", "%loinc", "http://loinc.org");

    private final TokenCursor tokens;
    private final Structures structures;
    private final Set<TypeShape> root;
    private final boolean resolving;
    private int nesting;

    /** {@code resolving} is for rules, which may follow references to what travels along; search parameters may not. */
    Compiler(String expression, Structures structures, Set<TypeShape> root, boolean resolving) {
        this.tokens = new TokenCursor(Token.of(expression));
        this.structures = structures;
        this.root = root;
        this.resolving = resolving;
    }

    Typed compile() {
        Typed result = plain(expression(root));
        if (tokens.peek().kind() != Token.Kind.END) {
            throw unsupported(tokens.peek().text());
        }
        return result;
    }

    TokenCursor tokens() {
        return tokens;
    }

    Structures structures() {
        return structures;
    }

    /** A whole expression, which is nothing but values here. */
    Typed value(Set<TypeShape> focus) {
        return plain(expression(focus));
    }

    private Typed expression(Set<TypeShape> focus) {
        if (++nesting > MAX_NESTING) {
            throw unsupported("nesting deeper than " + MAX_NESTING);
        }
        Typed left = disjunction(focus);
        while (tokens.accept("implies")) {
            left = logical(Logic.implies(plain(left), plain(disjunction(focus))));
        }
        nesting--;
        return left;
    }

    private Typed disjunction(Set<TypeShape> focus) {
        Typed left = conjunction(focus);
        while (tokens.peek().is("or") || tokens.peek().is("xor")) {
            boolean exclusive = tokens.next().is("xor");
            Typed right = conjunction(focus);
            left = logical(exclusive ? Logic.xor(plain(left), plain(right)) : Logic.or(plain(left), plain(right)));
        }
        return left;
    }

    private Typed conjunction(Set<TypeShape> focus) {
        Typed left = membership(focus);
        while (tokens.accept("and")) {
            left = logical(Logic.and(plain(left), plain(membership(focus))));
        }
        return left;
    }

    private Typed membership(Set<TypeShape> focus) {
        Typed left = equality(focus);
        while (tokens.peek().is("in") || tokens.peek().is("contains")) {
            boolean in = tokens.next().is("in");
            Typed right = plain(equality(focus));
            left = logical(in ? Sets.in(plain(left), right) : Sets.in(right, plain(left)));
        }
        return left;
    }

    private Typed equality(Set<TypeShape> focus) {
        Typed left = inequality(focus);
        while (tokens.peek().is("=")
                || tokens.peek().is("!=")
                || tokens.peek().is("~")
                || tokens.peek().is("!~")) {
            String operator = tokens.next().text();
            Typed right = plain(inequality(focus));
            Logic.Condition equal = operator.endsWith("~")
                    ? Comparison.equivalent(plain(left), right)
                    : Logic.equal(plain(left), right);
            left = logical(operator.startsWith("!") ? Logic.not(equal) : equal);
        }
        return left;
    }

    private Typed inequality(Set<TypeShape> focus) {
        Typed left = union(focus);
        while (Comparison.isOperator(tokens.peek())) {
            String operator = tokens.next().text();
            left = logical(Comparison.of(operator, plain(left), plain(union(focus))));
        }
        return left;
    }

    private Typed union(Set<TypeShape> focus) {
        Typed left = typeTest(focus);
        while (tokens.accept("|")) {
            Typed first = plain(left);
            Typed second = plain(typeTest(focus));
            left = new Typed(
                    Steps.union(first.expression(), second.expression()),
                    both(first.types(), second.types()),
                    first.types().isEmpty()
                            ? second.targets()
                            : second.types().isEmpty() ? first.targets() : both(first.targets(), second.targets()),
                    false);
        }
        return left;
    }

    private Typed typeTest(Set<TypeShape> focus) {
        Typed left = sum(focus);
        while (tokens.peek().is("as") || tokens.peek().is("is")) {
            left = tokens.next().is("as") ? as(left, typeName()) : is(left, typeName());
        }
        return left;
    }

    private Typed sum(Set<TypeShape> focus) {
        Typed left = product(focus);
        while (tokens.peek().is("+") || tokens.peek().is("-") || tokens.peek().is("&")) {
            String operator = tokens.next().text();
            Typed right = plain(product(focus));
            left = Arithmetic.of(operator, plain(left), right, structures);
        }
        return left;
    }

    private Typed product(Set<TypeShape> focus) {
        Typed left = polarity(focus);
        while (tokens.peek().is("*")
                || tokens.peek().is("/")
                || tokens.peek().is("div")
                || tokens.peek().is("mod")) {
            String operator = tokens.next().text();
            Typed right = plain(polarity(focus));
            left = Arithmetic.of(operator, plain(left), right, structures);
        }
        return left;
    }

    private Typed polarity(Set<TypeShape> focus) {
        if (tokens.accept("-")) {
            return Arithmetic.of("-", number("0"), plain(path(focus)), structures);
        }
        tokens.accept("+");
        return path(focus);
    }

    private Typed path(Set<TypeShape> focus) {
        Typed left = term(focus);
        while (true) {
            if (tokens.accept(".")) {
                Token name = tokens.expectName();
                left = tokens.accept("(") ? function(left, name.text(), focus) : element(plain(left), name.text());
            } else if (tokens.accept("[")) {
                int index = index();
                left = plain(left).with(Steps.at(plain(left).expression(), index));
                tokens.expect("]");
            } else {
                return left;
            }
        }
    }

    private Typed term(Set<TypeShape> focus) {
        Token token = tokens.next();
        if (token.is("(")) {
            Typed inner = expression(focus);
            tokens.expect(")");
            return inner;
        }
        if (token.is("{")) {
            tokens.expect("}");
            return new Typed((items, scope) -> List.of(), Set.of());
        }
        return switch (token.kind()) {
            case END -> throw new IllegalArgumentException("FHIRPath: the expression is empty or ends too early");
            case STRING -> constant("string", TextNode.valueOf(token.text()));
            case NUMBER -> number(token.text());
            case TEMPORAL -> temporal(token.text());
            case NAME -> named(token.text(), focus);
            default -> throw unsupported(token.text());
        };
    }

    private Typed named(String name, Set<TypeShape> focus) {
        Typed here = new Typed(Expression.FOCUS, focus);
        if (CONSTANTS.containsKey(name)) {
            return constant("string", TextNode.valueOf(CONSTANTS.getOrDefault(name, "")));
        }
        return switch (name) {
            case "true", "false" -> constant("boolean", BooleanNode.valueOf(name.equals("true")));
            case "$this" -> here;
            case "%resource" -> new Typed((items, scope) -> List.of(scope.resource()), resourceTypes());
            case "%rootResource" -> new Typed((items, scope) -> List.of(scope.root()), resourceTypes());
            case "%context" ->
                new Typed((items, scope) -> List.of(scope.context()), resolving ? root : resourceTypes());
            default -> {
                if (tokens.accept("(")) {
                    yield function(here, name, focus);
                }
                yield TypeTest.isTypeOfResource(name, structures) ? root(name, focus) : element(here, name);
            }
        };
    }

    /** {@code %resource} of an expression on an element is not known before it runs. */
    private Set<TypeShape> resourceTypes() {
        return Set.of(type("Resource"));
    }

    /** A leading type name selects the focus if it is of that type, so branches for other types vanish. */
    private Typed root(String name, Set<TypeShape> focus) {
        var test = new TypeTest(name, structures);
        Set<TypeShape> matching = focus.stream().filter(test::mayMatch).collect(Collectors.toSet());
        return new Typed(
                matching.isEmpty() ? (items, scope) -> List.of() : Steps.filter(Expression.FOCUS, test), matching);
    }

    private Typed element(Typed of, String name) {
        if (name.startsWith("$") || name.startsWith("%")) {
            throw unsupported(name);
        }
        var types = new HashSet<TypeShape>();
        var targets = new HashSet<String>();
        boolean anyTarget = false;
        boolean open = false;
        for (TypeShape type : of.types()) {
            open |= type.kind() == TypeShape.Kind.ANY_RESOURCE;
            for (var element : Steps.elements(type, name, structures)) {
                types.add(element.type());
                if (element.type().name().equals("Reference")) {
                    anyTarget |= element.targets().isEmpty();
                    targets.addAll(element.targets());
                }
            }
        }
        if (types.isEmpty() && !open && !of.types().isEmpty()) {
            throw new IllegalArgumentException("FHIRPath: there is no element '%s' in %s"
                    .formatted(
                            name,
                            of.types().stream().map(TypeShape::name).sorted().toList()));
        }
        if (open) {
            types.add(type("Resource"));
        }
        return new Typed(
                Steps.element(of.expression(), name, structures), types, anyTarget ? Set.of() : targets, false);
    }

    private Typed function(Typed of, String name, Set<TypeShape> focus) {
        Typed result =
                switch (name) {
                    case "is" -> is(of, typeName());
                    case "as", "ofType" -> as(plain(of), typeName());
                    default -> new Functions(this, plain(of), focus).call(name);
                };
        tokens.expect(")");
        return result;
    }

    private Typed as(Typed of, TypeTest test) {
        Typed source = plain(of);
        Set<TypeShape> types = source.types().stream().filter(test::mayMatch).collect(Collectors.toSet());
        return new Typed(Steps.filter(source.expression(), test), types, source.targets(), false);
    }

    private Typed is(Typed of, TypeTest test) {
        if (of.resolves()) {
            Expression points = ReferenceTarget.isOf(of.expression(), test, type("boolean"));
            return new Typed(points, Set.of(type("boolean")), Set.of(test.name()), false);
        }
        return logical(Logic.is(of.expression(), test));
    }

    /** Search parameters are indexed once: what changes without a write is not for them. */
    void requireRule(String construct) {
        if (!resolving) {
            throw unsupported(construct + " other than in a rule");
        }
    }

    TypeTest typeName() {
        String name = tokens.expectName().text();
        if ((name.equals("FHIR") || name.equals("System")) && tokens.accept(".")) {
            name = tokens.expectName().text();
        }
        return new TypeTest(name, structures);
    }

    private int index() {
        Token number = tokens.next();
        if (number.kind() != Token.Kind.NUMBER
                || number.text().length() > 6
                || number.text().indexOf('.') >= 0) {
            throw unsupported("an index other than a whole number");
        }
        return Integer.parseInt(number.text());
    }

    Typed number(String text) {
        if (text.indexOf('.') >= 0) {
            return constant("decimal", DecimalNode.valueOf(new BigDecimal(text)));
        }
        if (text.length() > 9) {
            throw unsupported("a whole number of ten digits or more");
        }
        return constant("integer", IntNode.valueOf(Integer.parseInt(text)));
    }

    private Typed temporal(String text) {
        String type = text.startsWith("T") ? "time" : text.indexOf('T') < 0 ? "date" : "dateTime";
        return constant(type, TextNode.valueOf(type.equals("time") ? text.substring(1) : text));
    }

    private Typed constant(String typeName, JsonNode value) {
        List<Item> result = List.of(new Item(type(typeName), value));
        return new Typed((focus, scope) -> result, Set.of(type(typeName)));
    }

    Typed logical(Logic.Condition condition) {
        return new Typed(Logic.result(condition, type("boolean")), Set.of(type("boolean")));
    }

    TypeShape type(String name) {
        return structures.type(name).orElseThrow();
    }

    /** References themselves, or in rules the resources behind them. */
    private Typed plain(Typed typed) {
        if (typed.resolves() && resolving) {
            return new Typed(Steps.resolve(typed.expression(), structures), resourceTypes());
        }
        if (typed.resolves()) {
            throw unsupported("resolve() other than in a test of the type, 'resolve() is Patient'");
        }
        return typed;
    }

    private static <T> Set<T> both(Set<T> first, Set<T> second) {
        var both = new HashSet<>(first);
        both.addAll(second);
        return both;
    }

    static IllegalArgumentException unsupported(String construct) {
        return new IllegalArgumentException("FHIRPath: %s is not supported here".formatted(construct));
    }
}
