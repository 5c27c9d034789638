package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Recursive descent over one expression; each method is a level of precedence, loosest first. */
final class Compiler {
    private static final int MAX_NESTING = 50;

    private final TokenCursor tokens;
    private final Structures structures;
    private final Set<TypeShape> root;
    private int nesting;

    Compiler(String expression, Structures structures, Set<TypeShape> root) {
        this.tokens = new TokenCursor(Token.of(expression));
        this.structures = structures;
        this.root = root;
    }

    Typed compile() {
        Typed result = plain(expression(root));
        if (tokens.peek().kind() != Token.Kind.END) {
            throw unsupported(tokens.peek().text());
        }
        return result;
    }

    private Typed expression(Set<TypeShape> focus) {
        if (++nesting > MAX_NESTING) {
            throw unsupported("nesting deeper than " + MAX_NESTING);
        }
        Typed left = conjunction(focus);
        while (tokens.peek().is("or") || tokens.peek().is("xor")) {
            boolean exclusive = tokens.next().is("xor");
            Typed right = conjunction(focus);
            left = logical(exclusive ? Logic.xor(plain(left), plain(right)) : Logic.or(plain(left), plain(right)));
        }
        nesting--;
        return left;
    }

    private Typed conjunction(Set<TypeShape> focus) {
        Typed left = equality(focus);
        while (tokens.accept("and")) {
            left = logical(Logic.and(plain(left), plain(equality(focus))));
        }
        return left;
    }

    private Typed equality(Set<TypeShape> focus) {
        Typed left = union(focus);
        while (tokens.peek().is("=") || tokens.peek().is("!=")) {
            boolean negated = tokens.next().is("!=");
            Logic.Condition equal = Logic.equal(plain(left), plain(union(focus)));
            left = logical(negated ? Logic.not(equal) : equal);
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
        Typed left = path(focus);
        while (tokens.peek().is("as") || tokens.peek().is("is")) {
            left = tokens.next().is("as") ? as(left, typeName()) : is(left, typeName());
        }
        return left;
    }

    private Typed path(Set<TypeShape> focus) {
        Typed left = term(focus);
        while (true) {
            if (tokens.accept(".")) {
                Token name = tokens.expectName();
                left = tokens.accept("(") ? function(plain(left), name.text()) : element(plain(left), name.text());
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
        return switch (token.kind()) {
            case END -> throw new IllegalArgumentException("FHIRPath: the expression is empty or ends too early");
            case STRING -> constant("string", new Item(type("string"), TextNode.valueOf(token.text())));
            case NUMBER -> number(token.text());
            case NAME -> named(token.text(), focus);
            default -> throw unsupported(token.text());
        };
    }

    private Typed named(String name, Set<TypeShape> focus) {
        Typed here = new Typed(Expression.FOCUS, focus);
        switch (name) {
            case "true", "false" -> {
                return constant("boolean", new Item(type("boolean"), BooleanNode.valueOf(name.equals("true"))));
            }
            case "$this" -> {
                return here;
            }
            case "%resource", "%context", "%rootResource" -> {
                return new Typed((items, resource) -> List.of(resource), resourceTypes());
            }
            default -> {
                if (tokens.accept("(")) {
                    return function(here, name);
                }
                return TypeTest.isTypeOfResource(name, structures) ? root(name, focus) : element(here, name);
            }
        }
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
                matching.isEmpty() ? (items, resource) -> List.of() : Steps.filter(Expression.FOCUS, test), matching);
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

    private Typed function(Typed of, String name) {
        Expression source = of.expression();
        Typed result =
                switch (name) {
                    case "where" -> where(of);
                    case "exists" -> logical(Logic.exists(tokens.peek().is(")") ? of : where(of)));
                    case "empty" -> logical(Logic.not(Logic.exists(of)));
                    case "not" -> logical(Logic.not(source));
                    case "hasValue" -> logical(Logic.hasValue(source));
                    case "count" -> new Typed(Steps.count(source, type("integer")), Set.of(type("integer")));
                    case "first" -> of.with(Steps.at(source, 0));
                    case "last" -> of.with(Steps.last(source));
                    case "as", "ofType" -> as(of, typeName());
                    case "is" -> is(of, typeName());
                    case "extension" -> extension(of);
                    case "resolve" -> new Typed(source, of.types(), of.targets(), true);
                    default -> throw unsupported("the function " + name + "()");
                };
        tokens.expect(")");
        return result;
    }

    private Typed where(Typed of) {
        Typed criteria = plain(expression(of.types()));
        Typed filtered = of.with(Steps.where(of.expression(), criteria.expression()));
        return criteria.targets().isEmpty() ? filtered : filtered.narrowedTo(criteria.targets());
    }

    private Typed extension(Typed of) {
        Token url = tokens.next();
        if (url.kind() != Token.Kind.STRING) {
            throw unsupported("extension() without the url as a string");
        }
        return new Typed(Steps.extension(of.expression(), url.text(), type("Extension")), Set.of(type("Extension")));
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

    private TypeTest typeName() {
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

    private Typed number(String text) {
        if (text.indexOf('.') >= 0) {
            return constant("decimal", new Item(type("decimal"), DecimalNode.valueOf(new BigDecimal(text))));
        }
        if (text.length() > 9) {
            throw unsupported("a whole number of ten digits or more");
        }
        return constant("integer", new Item(type("integer"), IntNode.valueOf(Integer.parseInt(text))));
    }

    private Typed constant(String typeName, Item value) {
        List<Item> result = List.of(value);
        return new Typed((focus, resource) -> result, Set.of(type(typeName)));
    }

    private Typed logical(Logic.Condition condition) {
        return new Typed(Logic.result(condition, type("boolean")), Set.of(type("boolean")));
    }

    private TypeShape type(String name) {
        return structures.type(name).orElseThrow();
    }

    private static Typed plain(Typed typed) {
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

    private static IllegalArgumentException unsupported(String construct) {
        return new IllegalArgumentException("FHIRPath: %s is not supported here".formatted(construct));
    }
}
