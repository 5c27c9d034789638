package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A filter of a value set: {@code concept is-a 123}, {@code constraint = <<123}.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include.filter">ValueSet filters</a>
 */
record Filter(String property, String op, String value) {
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
        return switch (op) {
            case "is-a" -> Membership.of(code.equals(value) || system.isAbove(value, code));
            case "descendent-of" -> Membership.of(system.isAbove(value, code));
            case "is-not-a" -> Membership.of(!code.equals(value) && !system.isAbove(value, code));
            case "generalizes" -> Membership.of(code.equals(value) || system.isAbove(code, value));
            case "in" -> Membership.of(listed(concept.get()));
            case "not-in" -> Membership.of(!listed(concept.get()));
            case "=" -> Membership.of(values(concept.get()).contains(value));
            case "exists" -> Membership.of(values(concept.get()).isEmpty() != Boolean.parseBoolean(value));
            case "regex" -> matches(concept.get());
            default -> Membership.UNKNOWN;
        };
    }

    private boolean listed(Concept concept) {
        List<String> wanted = List.of(value.split(","));
        return values(concept).stream().anyMatch(wanted::contains);
    }

    private Membership matches(Concept concept) {
        try {
            Pattern pattern = Pattern.compile(value);
            return Membership.of(values(concept).stream()
                    .anyMatch(text ->
                            text.length() <= 200 && pattern.matcher(text).matches()));
        } catch (PatternSyntaxException e) {
            return Membership.UNKNOWN;
        }
    }

    private List<String> values(Concept concept) {
        return switch (property) {
            case "code", "concept" -> List.of(concept.code());
            case "display" -> concept.display().isEmpty() ? List.of() : List.of(concept.display());
            case "parent" -> concept.parents();
            default -> propertyValues(concept);
        };
    }

    private List<String> propertyValues(Concept concept) {
        var values = new java.util.ArrayList<String>();
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
        return values;
    }
}
