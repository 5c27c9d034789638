package org.openspine.repository.search;

import static org.openspine.error.Problem.shown;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.SearchParameterDefinition.Kind;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;

/**
 * Parses the filters of a search: {@code code[:modifier]}, chains ({@code subject:Patient.name}) and reverse chains ({@code
 * _has:Observation:patient:code}). Paging, includes and the other result parameters are not filters.
 *
 * <p>Throws {@link FhirError#UNSUPPORTED_PARAMETER} for names and modifiers that do not exist, {@link
 * FhirError#INVALID_PARAMETER} for values that cannot be.
 */
public final class SearchQueryParser {
    private static final int MAX_ALTERNATIVES = 200;
    private static final int MAX_CHAIN_LENGTH = 5;
    private static final String HAS = "_has:";

    private final SearchParameterRegistry registry;
    private final Set<String> servedTypes;
    private final Clock clock;
    private final String ownBase;
    private final CodeSets codeSets;

    /** @param clock tells how far a date is from now, which is what {@code ap} measures by */
    public SearchQueryParser(SearchParameterRegistry registry, Set<String> servedTypes, Clock clock) {
        this(registry, servedTypes, clock, "", CodeSets.NONE);
    }

    private SearchQueryParser(
            SearchParameterRegistry registry, Set<String> servedTypes, Clock clock, String ownBase, CodeSets codeSets) {
        this.registry = registry;
        this.servedTypes = servedTypes;
        this.clock = clock;
        this.ownBase = ownBase;
        this.codeSets = codeSets;
    }

    /** The same parser with sets of codes for the modifiers that name them. */
    public SearchQueryParser with(CodeSets sets) {
        return new SearchQueryParser(registry, servedTypes, clock, ownBase, sets);
    }

    /** The same parser for a server that clients know as {@code base}: absolute references to it are local ones. */
    public SearchQueryParser at(String base) {
        return new SearchQueryParser(registry, servedTypes, clock, base + "/", codeSets);
    }

    /** The condition on a {@code type} that {@code name=value} states; commas in the value mean or. */
    public Criterion parse(String type, String name, String value) {
        return parse(type, name, value, 1);
    }

    private Criterion parse(String type, String name, String value, int depth) {
        if (value.indexOf('\0') >= 0) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER, "A search value holds a NUL character, which no FHIR text can have");
        }
        if (depth > MAX_CHAIN_LENGTH) {
            throw new SpineException(
                    FhirError.TOO_COSTLY, "A chain may follow at most %d references".formatted(MAX_CHAIN_LENGTH - 1));
        }
        if (name.startsWith(HAS)) {
            return parseHas(type, name, value, depth);
        }
        int dot = name.indexOf('.');
        if (dot > 0) {
            return parseChain(type, name.substring(0, dot), name.substring(dot + 1), value, depth);
        }
        ParameterName parameter = ParameterName.parse(name);
        List<String> alternatives = QueryText.split(value, ',');
        if (alternatives.size() > MAX_ALTERNATIVES) {
            throw new SpineException(
                    FhirError.TOO_COSTLY,
                    "Search parameter '%s' has more than %d alternatives".formatted(shown(name), MAX_ALTERNATIVES));
        }
        if (alternatives.stream().anyMatch(String::isEmpty)) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "Search parameter '%s' has an empty value; leave the parameter out or give one"
                            .formatted(shown(name)));
        }
        return RowParameter.isAnsweredFromRow(parameter.code())
                ? rowCriterion(parameter, alternatives)
                : indexCriterion(definition(type, parameter.code()), parameter, alternatives);
    }

    /** Puts a {@code type} into the compartment of {@code owner}: some parameter of its compartment definition refers to it. */
    public Criterion compartment(ResourceKey owner, String type) {
        Set<String> codes = registry.compartmentParameters(owner.type(), type);
        if (codes.isEmpty()) {
            throw new SpineException(
                    FhirError.NOT_FOUND, "%s is not part of the %s compartment".formatted(type, owner.type()));
        }
        List<Criterion> ways = new ArrayList<>();
        for (String code : codes) {
            ways.add(new Criterion.Indexed(
                    IndexId.parameter(type, code), List.of(new ValueMatch.Reference(owner.type(), owner.id()))));
        }
        return ways.size() == 1 ? ways.get(0) : new Criterion.AnyOf(ways);
    }

    /** The keys of {@code _sort=-date,name}. */
    public List<SortKey> parseSort(String type, String value) {
        List<SortKey> keys = new ArrayList<>();
        for (String key : value.split(",")) {
            boolean descending = key.startsWith("-");
            String code = descending ? key.substring(1) : key;
            keys.add(
                    switch (code) {
                        case RowParameter.ID -> new SortKey.Id(descending);
                        case RowParameter.LAST_UPDATED -> new SortKey.LastUpdated(descending);
                        default -> sortKey(definition(type, code), descending);
                    });
        }
        return keys;
    }

    private static SortKey sortKey(SearchParameterDefinition definition, boolean descending) {
        if (definition.kind() == Kind.COMPOSITE || definition.kind() == Kind.SPECIAL) {
            throw new SpineException(
                    FhirError.UNSUPPORTED_PARAMETER,
                    "'%s' has no order to sort by: it is a %s parameter"
                            .formatted(
                                    definition.code(), definition.kind().name().toLowerCase(java.util.Locale.ROOT)));
        }
        return new SortKey.Indexed(
                IndexId.parameter(definition.type(), definition.code()), IndexKind.of(definition), descending);
    }

    private Criterion parseHas(String type, String name, String value, int depth) {
        String[] parts = name.split(":", 4);
        if (parts.length < 4) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'_has' is written _has:[type]:[reference parameter]:[parameter]=[value]");
        }
        SearchParameterDefinition reference = definition(requireServed(parts[1]), parts[2]);
        if (reference.kind() != Kind.REFERENCE || !targets(reference, type)) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'%s' of %s does not refer to %s".formatted(shown(parts[2]), parts[1], type));
        }
        Criterion source = parse(parts[1], parts[3], value, depth + 1);
        return new Criterion.Has(IndexId.parameter(parts[1], reference.code()), parts[1], source);
    }

    private Criterion parseChain(String type, String link, String rest, String value, int depth) {
        ParameterName parameter = ParameterName.parse(link);
        SearchParameterDefinition reference = definition(type, parameter.code());
        if (reference.kind() != Kind.REFERENCE) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'%s' of %s is not a reference and cannot be chained".formatted(parameter.code(), type));
        }
        List<String> targets = parameter
                .modifier()
                .map(named -> List.of(requireServed(named)))
                .orElseGet(() -> chainTargets(reference, rest));
        for (String target : targets) {
            if (!targets(reference, target)) {
                throw new SpineException(
                        FhirError.INVALID_PARAMETER,
                        "'%s' of %s does not refer to %s".formatted(parameter.code(), type, target));
            }
        }
        long index = IndexId.parameter(type, reference.code());
        List<Criterion> ways = new ArrayList<>();
        for (String target : targets) {
            ways.add(new Criterion.Chain(index, target, parse(target, rest, value, depth + 1)));
        }
        return ways.size() == 1 ? ways.get(0) : new Criterion.AnyOf(ways);
    }

    private List<String> chainTargets(SearchParameterDefinition reference, String rest) {
        String first = ParameterName.parse(rest.split("\\.", 2)[0]).code();
        List<String> targets = servedTypes.stream()
                .filter(target -> targets(reference, target))
                .filter(target -> rest.startsWith(HAS) || isKnown(target, first))
                .sorted()
                .toList();
        if (targets.isEmpty()) {
            throw new SpineException(
                    FhirError.UNSUPPORTED_PARAMETER,
                    "No target of '%s' (%s) has a search parameter '%s'"
                            .formatted(
                                    reference.code(),
                                    reference.targets().stream().sorted().collect(Collectors.joining(", ")),
                                    first));
        }
        return targets;
    }

    private static boolean targets(SearchParameterDefinition reference, String type) {
        return reference.targets().isEmpty()
                || reference.targets().contains(type)
                || reference.targets().contains("Resource");
    }

    private boolean isKnown(String type, String code) {
        return RowParameter.isAnsweredFromRow(code) || registry.find(type, code).isPresent();
    }

    private Criterion rowCriterion(ParameterName parameter, List<String> alternatives) {
        parameter.modifier().ifPresent(modifier -> {
            throw unsupportedModifier(parameter.code(), modifier, List.of());
        });
        if (parameter.code().equals(RowParameter.ID)) {
            return new Criterion.Ids(alternatives.stream()
                    .map(QueryText::unescape)
                    .filter(ResourceKey::isLogicalId)
                    .toList());
        }
        return new Criterion.LastUpdated(alternatives.stream()
                .map(value -> DateParameter.match(value)
                        .orElseThrow(() -> new SpineException(
                                FhirError.INVALID_PARAMETER, "'_lastUpdated' takes [prefix]date or dateTime")))
                .map(date -> date.prefix() == Prefix.AP ? date.approximate(clock.millis()) : date)
                .toList());
    }

    private Criterion indexCriterion(
            SearchParameterDefinition definition, ParameterName parameter, List<String> alternatives) {
        if (definition.kind() == Kind.SPECIAL) {
            throw new SpineException(
                    FhirError.UNSUPPORTED_PARAMETER,
                    "Search parameter '%s' is not supported".formatted(definition.code()));
        }
        Optional<String> modifier = parameter.modifier();
        if (modifier.isEmpty()) {
            return definition.kind() == Kind.COMPOSITE
                    ? composite(definition, alternatives)
                    : indexed(
                            definition,
                            alternatives.stream()
                                    .map(value -> match(definition, value))
                                    .toList());
        }
        if (modifier.get().equals("missing")) {
            return missing(definition, alternatives);
        }
        return switch (definition.kind()) {
            case STRING -> stringCriterion(definition, modifier.get(), alternatives);
            case TOKEN -> tokenCriterion(definition, modifier.get(), alternatives);
            case REFERENCE -> referenceCriterion(definition, modifier.get(), alternatives);
            case URI -> uriCriterion(definition, modifier.get(), alternatives);
            default -> throw unsupportedModifier(definition.code(), modifier.get(), List.of("missing"));
        };
    }

    private static Criterion stringCriterion(
            SearchParameterDefinition definition, String modifier, List<String> alternatives) {
        return switch (modifier) {
            case "exact" ->
                indexed(
                        definition,
                        alternatives.stream()
                                .map(QueryText::unescape)
                                .map(StringParameter::exact)
                                .toList());
            case "contains" ->
                indexed(
                        definition,
                        alternatives.stream()
                                .map(QueryText::unescape)
                                .map(StringParameter::contains)
                                .toList());
            default -> throw unsupportedModifier(definition.code(), modifier, List.of("exact", "contains", "missing"));
        };
    }

    private Criterion tokenCriterion(SearchParameterDefinition definition, String modifier, List<String> alternatives) {
        return switch (modifier) {
            case "not" ->
                new Criterion.Not(indexed(
                        definition,
                        alternatives.stream().map(TokenParameter::match).toList()));
            case "text" ->
                new Criterion.Indexed(
                        IndexId.parameter(definition.type(), definition.code(), TokenParameter.TEXT),
                        alternatives.stream()
                                .map(value -> StringParameter.INSTANCE.match(definition, value))
                                .toList());
            case "of-type" ->
                new Criterion.Indexed(
                        IndexId.parameter(definition.type(), definition.code(), TokenParameter.OF_TYPE),
                        alternatives.stream()
                                .map(value -> TokenParameter.matchOfType(definition, value))
                                .toList());
            case "in" -> coded(definition, alternatives, codeSets::in);
            case "not-in" -> new Criterion.Not(coded(definition, alternatives, codeSets::in));
            case "below" -> coded(definition, alternatives, value -> codeSets.below(code(definition, value)));
            case "above" -> coded(definition, alternatives, value -> codeSets.above(code(definition, value)));
            default ->
                throw unsupportedModifier(
                        definition.code(),
                        modifier,
                        List.of("not", "text", "of-type", "in", "not-in", "above", "below", "missing"));
        };
    }

    private static Criterion coded(
            SearchParameterDefinition definition,
            List<String> alternatives,
            Function<String, List<CodeSets.Code>> meaning) {
        List<ValueMatch> codes = alternatives.stream()
                .map(QueryText::unescape)
                .flatMap(value -> meaning.apply(value).stream())
                .distinct()
                .<ValueMatch>map(TokenParameter::match)
                .toList();
        return codes.isEmpty() ? new Criterion.Nothing() : indexed(definition, codes);
    }

    private static CodeSets.Code code(SearchParameterDefinition definition, String value) {
        int bar = value.indexOf('|');
        if (bar < 1 || bar == value.length() - 1) {
            throw QueryText.malformed(definition, "above and below take system|code");
        }
        return new CodeSets.Code(value.substring(0, bar), value.substring(bar + 1));
    }

    private Criterion referenceCriterion(
            SearchParameterDefinition definition, String modifier, List<String> alternatives) {
        if (modifier.equals("identifier")) {
            return new Criterion.Indexed(
                    IndexId.parameter(definition.type(), definition.code(), ReferenceParameter.IDENTIFIER),
                    alternatives.stream().map(TokenParameter::match).toList());
        }
        if (!registryKnowsType(modifier)) {
            throw unsupportedModifier(definition.code(), modifier, List.of("identifier", "missing", "a resource type"));
        }
        return indexed(
                definition,
                alternatives.stream()
                        .map(QueryText::unescape)
                        .map(value -> LocalReference.parse(value)
                                .map(LocalReference::id)
                                .orElse(value))
                        .map(id -> new ValueMatch.Reference(modifier, id))
                        .toList());
    }

    private boolean registryKnowsType(String name) {
        return servedTypes.contains(name);
    }

    private static Criterion uriCriterion(
            SearchParameterDefinition definition, String modifier, List<String> alternatives) {
        ValueMatch.Uri.Mode mode =
                switch (modifier) {
                    case "below" -> ValueMatch.Uri.Mode.BELOW;
                    case "above" -> ValueMatch.Uri.Mode.ABOVE;
                    default ->
                        throw unsupportedModifier(definition.code(), modifier, List.of("above", "below", "missing"));
                };
        return indexed(
                definition,
                alternatives.stream()
                        .map(value -> UriParameter.match(mode, value))
                        .toList());
    }

    private static Criterion missing(SearchParameterDefinition definition, List<String> alternatives) {
        String value = alternatives.get(0);
        if (alternatives.size() != 1 || !(value.equals("true") || value.equals("false"))) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER, "'%s:missing' is true or false".formatted(definition.code()));
        }
        Criterion present = definition.kind() == Kind.COMPOSITE ? presentComposite(definition) : present(definition);
        return value.equals("true") ? new Criterion.Not(present) : present;
    }

    private static Criterion present(SearchParameterDefinition definition) {
        Criterion plain = new Criterion.Present(
                IndexId.parameter(definition.type(), definition.code()), IndexKind.of(definition));
        if (definition.kind() != Kind.REFERENCE) {
            return plain;
        }
        long byIdentifier = IndexId.parameter(definition.type(), definition.code(), ReferenceParameter.IDENTIFIER);
        return new Criterion.AnyOf(List.of(plain, new Criterion.Present(byIdentifier, IndexKind.TOKEN)));
    }

    private static Criterion presentComposite(SearchParameterDefinition definition) {
        return new Criterion.AllOf(IntStream.range(0, definition.components().size())
                .<Criterion>mapToObj(part -> new Criterion.Present(
                        IndexExtractor.compositePart(definition, part),
                        IndexKind.of(definition.components().get(part).definition())))
                .toList());
    }

    private static Criterion indexed(SearchParameterDefinition definition, List<? extends ValueMatch> anyOf) {
        return new Criterion.Indexed(IndexId.parameter(definition.type(), definition.code()), anyOf);
    }

    private ValueMatch match(SearchParameterDefinition definition, String written) {
        boolean isOwn = definition.kind() == Kind.REFERENCE && !ownBase.isEmpty() && written.startsWith(ownBase);
        String value = isOwn ? written.substring(ownBase.length()) : written;
        ValueMatch match = ParameterType.of(definition).match(definition, value);
        return match instanceof ValueMatch.Date date && date.prefix() == Prefix.AP
                ? date.approximate(clock.millis())
                : match;
    }

    private Criterion composite(SearchParameterDefinition definition, List<String> alternatives) {
        int parts = definition.components().size();
        List<Long> parameters = IntStream.range(0, parts)
                .mapToObj(part -> IndexExtractor.compositePart(definition, part))
                .toList();
        List<List<ValueMatch>> anyOf = new ArrayList<>();
        for (String alternative : alternatives) {
            List<String> values = QueryText.split(alternative, '$');
            if (values.size() != parts) {
                throw QueryText.malformed(definition, "a value has %d parts joined by $".formatted(parts));
            }
            List<ValueMatch> matches = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                SearchParameterDefinition component =
                        definition.components().get(part).definition();
                matches.add(match(component, values.get(part)));
            }
            anyOf.add(matches);
        }
        return new Criterion.Composite(parameters, anyOf);
    }

    private String requireServed(String type) {
        if (!servedTypes.contains(type)) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER, "'%s' is not a resource type of this server".formatted(shown(type)));
        }
        return type;
    }

    private SearchParameterDefinition definition(String type, String code) {
        return registry.find(type, code)
                .orElseThrow(() -> new SpineException(
                        FhirError.UNSUPPORTED_PARAMETER,
                        "Unknown search parameter '%s' for %s. Known: %s"
                                .formatted(shown(code), type, knownCodes(type))));
    }

    private String knownCodes(String type) {
        Set<String> codes = new TreeSet<>(Set.of(RowParameter.ID, RowParameter.LAST_UPDATED));
        registry.of(type).stream()
                .filter(definition -> definition.kind() != Kind.SPECIAL)
                .forEach(definition -> codes.add(definition.code()));
        return String.join(", ", codes);
    }

    private static SpineException unsupportedModifier(String code, String modifier, List<String> known) {
        return new SpineException(
                FhirError.UNSUPPORTED_PARAMETER,
                known.isEmpty()
                        ? "Search parameter '%s' has no modifier '%s'; it takes none".formatted(code, shown(modifier))
                        : "Search parameter '%s' has no modifier '%s'. Known: %s"
                                .formatted(code, shown(modifier), String.join(", ", known)));
    }
}
