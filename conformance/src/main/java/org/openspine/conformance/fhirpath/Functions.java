package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.openspine.conformance.structure.TypeShape;

/**
 * The functions of FHIRPath, each compiled where it is called; the cursor stands behind the opening parenthesis.
 *
 * @see <a href="https://hl7.org/fhir/R4/fhirpath.html#functions">FHIRPath in FHIR R4</a>
 */
final class Functions {
    private static final int MAX_DEPTH = 100;

    private final Compiler compiler;
    private final Typed of;
    private final Expression source;
    private final Set<TypeShape> focus;

    /** {@code focus} is what arguments that are plain values are evaluated on. */
    Functions(Compiler compiler, Typed of, Set<TypeShape> focus) {
        this.compiler = compiler;
        this.of = of;
        this.source = of.expression();
        this.focus = focus;
    }

    Typed call(String name) {
        return switch (name) {
            case "where" -> where();
            case "exists" -> logical(Logic.exists(noArgument() ? of : where()));
            case "empty" -> logical(Logic.not(Logic.exists(of)));
            case "not" -> logical(Logic.not(source));
            case "hasValue" -> logical(Logic.hasValue(source));
            case "all" -> all();
            case "allTrue", "anyTrue", "allFalse", "anyFalse" -> truths(name);
            case "select" -> select();
            case "repeat" -> repeat();
            case "iif" -> iif();
            case "trace" -> trace();
            case "count" -> new Typed(Steps.count(source, type("integer")), Set.of(type("integer")));
            case "first", "single" -> of.with(Steps.at(source, 0));
            case "last" -> of.with(Steps.last(source));
            case "tail" -> skipping(compiler.number("1"));
            case "skip" -> skipping(compiler.value(focus));
            case "take" -> taking(compiler.value(focus));
            case "distinct" -> each(Sets::distinct);
            case "isDistinct" -> logical((items, scope) -> Optional.of(Sets.isDistinct(source.evaluate(items, scope))));
            case "union" -> union();
            case "combine" -> pair(Sets::combine);
            case "intersect" -> pair(Sets::intersect);
            case "exclude" -> pair(Sets::exclude);
            case "subsetOf" -> subset(source, compiler.value(focus).expression());
            case "supersetOf" -> subset(compiler.value(focus).expression(), source);
            case "children" -> open(each(this::children).expression());
            case "descendants" -> open(each(this::descendants).expression());
            case "extension" -> extension();
            case "resolve" -> new Typed(source, of.types(), of.targets(), true);
            case "memberOf" -> memberOf();
            case "conformsTo" -> conformsTo();
            case "today" -> now("date", "yyyy-MM-dd");
            case "now" -> now("dateTime", "yyyy-MM-dd'T'HH:mm:ss.SSSxxx");
            case "timeOfDay" -> now("time", "HH:mm:ss.SSS");
            case "htmlChecks" -> constant(BooleanNode.TRUE, "boolean"); // every narrative is checked where it stands
            default -> text(name);
        };
    }

    private Typed text(String name) {
        return switch (name) {
            case "startsWith" -> texts((text, part) -> truth(text.startsWith(part)), "boolean");
            case "endsWith" -> texts((text, part) -> truth(text.endsWith(part)), "boolean");
            case "contains" -> texts((text, part) -> truth(text.contains(part)), "boolean");
            case "indexOf" ->
                texts((text, part) -> List.of(item("integer", IntNode.valueOf(text.indexOf(part)))), "integer");
            case "matches" -> matches();
            case "replace" -> replace(false);
            case "replaceMatches" -> replace(true);
            case "substring" -> substring();
            case "length" ->
                mapped("integer", node -> IntNode.valueOf(node.asText().length()));
            case "upper" ->
                mapped("string", node -> TextNode.valueOf(node.asText().toUpperCase(Locale.ROOT)));
            case "lower" ->
                mapped("string", node -> TextNode.valueOf(node.asText().toLowerCase(Locale.ROOT)));
            case "trim" ->
                mapped("string", node -> TextNode.valueOf(node.asText().strip()));
            case "toString" -> mapped("string", node -> TextNode.valueOf(node.asText()));
            case "toInteger" -> convert("integer", Functions::integer);
            case "toDecimal" -> convert("decimal", Functions::decimal);
            case "toBoolean" -> convert("boolean", Functions::bool);
            case "convertsToInteger" -> converts(Functions::integer);
            case "convertsToDecimal" -> converts(Functions::decimal);
            case "convertsToBoolean" -> converts(Functions::bool);
            default -> throw Compiler.unsupported("the function " + name + "()");
        };
    }

    private Typed where() {
        Typed criteria = compiler.value(of.types());
        Typed filtered = of.with(Steps.where(source, criteria.expression()));
        return criteria.targets().isEmpty() ? filtered : filtered.narrowedTo(criteria.targets());
    }

    private Typed all() {
        Expression criteria = compiler.value(of.types()).expression();
        return logical((items, scope) -> {
            for (Item item : source.evaluate(items, scope)) {
                if (!Logic.isTrue(criteria.evaluate(List.of(item), scope))) {
                    return Optional.of(false);
                }
            }
            return Optional.of(true);
        });
    }

    private Typed truths(String name) {
        boolean wanted = name.endsWith("True");
        boolean any = name.startsWith("any");
        return logical((items, scope) -> {
            List<Item> values = source.evaluate(items, scope);
            return Optional.of(
                    any
                            ? values.stream().anyMatch(item -> item.node().asBoolean(!wanted) == wanted)
                            : values.stream().allMatch(item -> item.node().asBoolean(!wanted) == wanted));
        });
    }

    private Typed select() {
        Typed projection = compiler.value(of.types());
        Expression result = (items, scope) -> {
            var found = new ArrayList<Item>();
            for (Item item : source.evaluate(items, scope)) {
                found.addAll(projection.expression().evaluate(List.of(item), scope));
            }
            return found;
        };
        return new Typed(result, projection.types(), projection.targets(), false);
    }

    private Typed repeat() {
        Typed projection = compiler.value(of.types());
        Expression result = (items, scope) -> {
            var found = new ArrayList<Item>();
            List<Item> level = source.evaluate(items, scope);
            for (int depth = 0; depth < MAX_DEPTH && !level.isEmpty(); depth++) {
                var next = new ArrayList<Item>();
                for (Item item : level) {
                    next.addAll(projection.expression().evaluate(List.of(item), scope));
                }
                found.addAll(next);
                level = next;
            }
            return found;
        };
        return open(result);
    }

    private Typed iif() {
        Expression criterion = compiler.value(of.types()).expression();
        compiler.tokens().expect(",");
        Typed yes = compiler.value(of.types());
        Typed no = compiler.tokens().accept(",")
                ? compiler.value(of.types())
                : new Typed((items, scope) -> List.of(), Set.of());
        var types = new HashSet<>(yes.types());
        types.addAll(no.types());
        Expression result = (items, scope) -> {
            List<Item> here = source.evaluate(items, scope);
            return Logic.isTrue(criterion.evaluate(here, scope))
                    ? yes.expression().evaluate(here, scope)
                    : no.expression().evaluate(here, scope);
        };
        return new Typed(result, types);
    }

    /** Only its argument is read: what it would log are values of the resource. */
    private Typed trace() {
        compiler.value(focus);
        if (compiler.tokens().accept(",")) {
            compiler.value(of.types());
        }
        return of;
    }

    private Typed skipping(Typed count) {
        return of.with((items, scope) -> {
            List<Item> all = source.evaluate(items, scope);
            int from = Math.max(0, whole(count.expression().evaluate(items, scope)));
            return from >= all.size() ? List.of() : all.subList(from, all.size());
        });
    }

    private Typed taking(Typed count) {
        return of.with((items, scope) -> {
            List<Item> all = source.evaluate(items, scope);
            int to = Math.max(0, whole(count.expression().evaluate(items, scope)));
            return all.subList(0, Math.min(to, all.size()));
        });
    }

    private static int whole(List<Item> items) {
        return items.size() == 1 ? items.get(0).node().asInt(0) : 0;
    }

    private Typed each(UnaryOperator<List<Item>> function) {
        return of.with((items, scope) -> function.apply(source.evaluate(items, scope)));
    }

    private Typed union() {
        Typed other = compiler.value(focus);
        var types = new HashSet<>(of.types());
        types.addAll(other.types());
        return new Typed(Steps.union(source, other.expression()), types);
    }

    private Typed pair(BiFunction<List<Item>, List<Item>, List<Item>> function) {
        Typed other = compiler.value(focus);
        var types = new HashSet<>(of.types());
        types.addAll(other.types());
        return new Typed(
                (items, scope) -> function.apply(
                        source.evaluate(items, scope), other.expression().evaluate(items, scope)),
                types);
    }

    private Typed subset(Expression part, Expression whole) {
        return logical((items, scope) ->
                Optional.of(Sets.isSubset(part.evaluate(items, scope), whole.evaluate(items, scope))));
    }

    private List<Item> children(List<Item> parents) {
        var found = new ArrayList<Item>();
        parents.forEach(parent -> found.addAll(Steps.children(parent, compiler.structures())));
        return found;
    }

    private List<Item> descendants(List<Item> parents) {
        var found = new ArrayList<Item>();
        List<Item> level = parents;
        for (int depth = 0; depth < MAX_DEPTH && !level.isEmpty(); depth++) {
            level = children(level);
            found.addAll(level);
        }
        return found;
    }

    private Typed extension() {
        Expression url = compiler.value(focus).expression();
        return new Typed(Steps.extension(source, url, type("Extension")), Set.of(type("Extension")));
    }

    private Typed memberOf() {
        Expression valueSet = compiler.value(focus).expression();
        return logical((items, scope) -> {
            List<Item> codes = source.evaluate(items, scope);
            List<Item> url = valueSet.evaluate(items, scope);
            return codes.size() != 1 || url.size() != 1
                    ? Optional.empty()
                    : scope.surroundings()
                            .memberOf(codes.get(0).node(), url.get(0).node().asText());
        });
    }

    private Typed conformsTo() {
        compiler.requireRule("conformsTo()");
        Expression profile = compiler.value(focus).expression();
        return logical((items, scope) -> {
            List<Item> checked = source.evaluate(items, scope);
            List<Item> url = profile.evaluate(items, scope);
            return checked.size() != 1 || url.size() != 1
                    ? Optional.empty()
                    : scope.surroundings()
                            .conformsTo(checked.get(0), url.get(0).node().asText());
        });
    }

    private Typed now(String type, String format) {
        compiler.requireRule("the time");
        var formatter = DateTimeFormatter.ofPattern(format, Locale.ROOT);
        Expression result = (items, scope) -> scope.surroundings()
                .now()
                .map(now -> List.of(item(type, TextNode.valueOf(formatter.format(now)))))
                .orElse(List.of());
        return new Typed(result, Set.of(type(type)));
    }

    private Typed texts(BiFunction<String, String, List<Item>> function, String type) {
        Expression argument = compiler.value(focus).expression();
        return new Typed(Texts.of(source, argument, function), Set.of(type(type)));
    }

    private Typed matches() {
        if (compiler.tokens().peek().kind() == Token.Kind.STRING) {
            Pattern pattern = Texts.pattern(compiler.tokens().next().text());
            return new Typed(
                    Texts.of(source, source, (text, same) -> truth(Texts.matches(pattern, text))),
                    Set.of(type("boolean")));
        }
        return texts((text, regex) -> truth(Texts.matches(Texts.pattern(regex), text)), "boolean");
    }

    private Typed replace(boolean regex) {
        Expression wanted = compiler.value(focus).expression();
        compiler.tokens().expect(",");
        Expression substitution = compiler.value(focus).expression();
        Expression result = (items, scope) -> {
            String by = Texts.first(substitution.evaluate(items, scope));
            return Texts.of(
                            source,
                            wanted,
                            (text, what) -> List.of(item(
                                    "string",
                                    TextNode.valueOf(
                                            regex
                                                    ? Texts.replace(Texts.pattern(what), text, by)
                                                    : text.replace(what, by)))))
                    .evaluate(items, scope);
        };
        return new Typed(result, Set.of(type("string")));
    }

    private Typed substring() {
        Expression start = compiler.value(focus).expression();
        Optional<Expression> length = compiler.tokens().accept(",")
                ? Optional.of(compiler.value(focus).expression())
                : Optional.empty();
        Expression result = (items, scope) -> {
            int size = length.map(value -> whole(value.evaluate(items, scope))).orElse(Integer.MAX_VALUE);
            return Texts.of(source, start, (text, from) -> part(text, Integer.parseInt(from), size))
                    .evaluate(items, scope);
        };
        return new Typed(result, Set.of(type("string")));
    }

    private List<Item> part(String text, int from, int size) {
        if (from < 0 || from >= text.length()) {
            return List.of();
        }
        int end = (int) Math.min(text.length(), (long) from + Math.max(0, size));
        return List.of(item("string", TextNode.valueOf(text.substring(from, end))));
    }

    private Typed mapped(String type, UnaryOperator<JsonNode> function) {
        return convert(type, node -> Optional.of(function.apply(node)));
    }

    private Typed convert(String type, java.util.function.Function<JsonNode, Optional<JsonNode>> function) {
        TypeShape shape = type(type);
        Expression result = (items, scope) -> {
            List<Item> values = source.evaluate(items, scope);
            return values.size() != 1 || !values.get(0).node().isValueNode()
                    ? List.of()
                    : function.apply(values.get(0).node())
                            .map(node -> List.of(new Item(shape, node)))
                            .orElse(List.of());
        };
        return new Typed(result, Set.of(shape));
    }

    private Typed converts(java.util.function.Function<JsonNode, Optional<JsonNode>> function) {
        return logical((items, scope) -> {
            List<Item> values = source.evaluate(items, scope);
            return values.size() != 1
                    ? Optional.empty()
                    : Optional.of(function.apply(values.get(0).node()).isPresent());
        });
    }

    private static Optional<JsonNode> integer(JsonNode node) {
        String text = node.asText("");
        return text.matches("[+-]?[0-9]{1,9}")
                ? Optional.of(IntNode.valueOf(Integer.parseInt(text)))
                : Optional.empty();
    }

    private static Optional<JsonNode> decimal(JsonNode node) {
        String text = node.asText("");
        return text.matches("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?")
                ? Optional.of(DecimalNode.valueOf(new BigDecimal(text)))
                : Optional.empty();
    }

    private static Optional<JsonNode> bool(JsonNode node) {
        return switch (node.asText("").toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "1", "1.0" -> Optional.of(BooleanNode.TRUE);
            case "false", "f", "no", "n", "0", "0.0" -> Optional.of(BooleanNode.FALSE);
            default -> Optional.empty();
        };
    }

    private boolean noArgument() {
        return compiler.tokens().peek().is(")");
    }

    private Typed open(Expression expression) {
        return new Typed(expression, Set.of(type("Resource")));
    }

    private Typed constant(JsonNode value, String type) {
        List<Item> result = List.of(item(type, value));
        return new Typed((items, scope) -> result, Set.of(type(type)));
    }

    private List<Item> truth(boolean value) {
        return List.of(item("boolean", BooleanNode.valueOf(value)));
    }

    private Item item(String type, JsonNode value) {
        return new Item(type(type), value);
    }

    private Typed logical(Logic.Condition condition) {
        return compiler.logical(condition);
    }

    private TypeShape type(String name) {
        return compiler.type(name);
    }
}
