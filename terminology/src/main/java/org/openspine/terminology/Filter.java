package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A filter of a value set: {@code concept is-a 123}, {@code constraint = <<123}.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.filter">ValueSet filters</a>
 */
record Filter(String property, String op, String value) {
    /** Properties that are false where a concept does not have them. */
    private static final Set<String> FALSE_UNLESS_STATED = Set.of("inactive", "notSelectable", "deprecated");

    /** Unknown if the system is not loaded or the filter is not supported there. */
    Membership accepts(String code, String system, Terminology terminology) {
        Optional<LargeCodeSystem> large = terminology.large(system);
        if (large.isPresent()) {
            return Ecl.of(this)
                    .map(expression -> Membership.of(expression.accepts(code, large.get())))
                    .orElse(Membership.UNKNOWN);
        }
        return terminology
                .codeSystem(system)
                .map(loaded -> inSystem(code, loaded))
                .orElse(Membership.UNKNOWN);
    }

    private Membership inSystem(String code, CodeSystem system) {
        Optional<Concept> concept = system.concept(code);
        if (concept.isEmpty()) {
            return system.membership(code);
        }
        boolean isSame = system.isSameCode(code, value);
        return switch (op) {
            case "is-a" -> Membership.of(isSame || system.isAbove(value, code));
            case "descendent-of" -> Membership.of(system.isAbove(value, code));
            case "is-not-a" -> Membership.of(!isSame && !system.isAbove(value, code));
            case "generalizes" -> Membership.of(isSame || system.isAbove(code, value));
            default -> system.hasProperty(property) ? byValue(concept.get(), system) : Membership.UNKNOWN;
        };
    }

    private Membership byValue(Concept concept, CodeSystem system) {
        List<String> values = values(concept, system);
        return switch (op) {
            case "in" -> Membership.of(isListed(values));
            case "not-in" -> Membership.of(!isListed(values));
            case "=" -> Membership.of(values.contains(value));
            case "exists" -> Membership.of(values.isEmpty() != Boolean.parseBoolean(value));
            case "regex" -> matches(values);
            default -> Membership.UNKNOWN;
        };
    }

    private boolean isListed(List<String> values) {
        return Arrays.stream(value.split(",")).map(String::strip).anyMatch(values::contains);
    }

    private Membership matches(List<String> values) {
        try {
            Pattern pattern = Pattern.compile(value);
            return Membership.of(values.stream()
                    .anyMatch(text -> BoundedText.matcher(pattern, text).matches()));
        } catch (PatternSyntaxException | BoundedText.TooManySteps | StackOverflowError e) {
            return Membership.UNKNOWN;
        }
    }

    private List<String> values(Concept concept, CodeSystem system) {
        return switch (property) {
            case "code", "concept" -> List.of(concept.code());
            case "display" -> concept.display().isEmpty() ? List.of() : List.of(concept.display());
            case "definition" ->
                concept.source().has("definition")
                        ? List.of(concept.source().path("definition").asText())
                        : List.of();
            case "parent" -> concept.parents();
            case "child" -> system.children(concept.code());
            default -> propertyValues(concept);
        };
    }

    private List<String> propertyValues(Concept concept) {
        var values = new ArrayList<String>();
        for (JsonNode candidate : concept.source().path("property")) {
            if (candidate.path("code").asText().equals(property)) {
                for (var field : candidate.properties()) {
                    if (field.getKey().startsWith("value")) {
                        JsonNode found = field.getValue();
                        values.add(found.isObject() ? found.path("code").asText() : found.asText());
                    }
                }
            }
        }
        return values.isEmpty() && !op.equals("exists") && FALSE_UNLESS_STATED.contains(property)
                ? List.of("false")
                : values;
    }

    @Override
    public String toString() {
        return "%s %s".formatted(property, op);
    }
}
