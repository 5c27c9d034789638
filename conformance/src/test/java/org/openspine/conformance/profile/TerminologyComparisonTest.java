package org.openspine.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.openspine.terminology.Expansion;
import org.openspine.terminology.Membership;
import org.openspine.terminology.Terminology;

/**
 * Generated code systems and value sets: the codes listed and found are those that HAPI's in-memory terminology lists and finds. Left out
 * is what HAPI answers otherwise than R4 says: several value sets in one include are their intersection in R4 and their union there, and
 * filters by properties of a system find nothing there.
 */
class TerminologyComparisonTest {
    private static final int CASES = 150;
    private static final String SYSTEM = "http://example.org/CodeSystem/";
    private static final String VALUE_SET = "http://example.org/ValueSet/";
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    @Test
    void expansionsAndMembershipAgreeWithTheReference() {
        for (int seed = 0; seed < CASES; seed++) {
            compare(seed);
        }
    }

    private static void compare(int seed) {
        var random = new Random(seed);
        List<String> codes = new ArrayList<>();
        ObjectNode system = system(seed, random, codes);
        ObjectNode imported = valueSet(VALUE_SET + seed + "-imported", SYSTEM + seed, codes, random, List.of());
        ObjectNode valueSet =
                valueSet(VALUE_SET + seed, SYSTEM + seed, codes, random, List.of(VALUE_SET + seed + "-imported"));
        var terminology = new Terminology(Definitions.r4()
                .with(List.of(Definition.of(system), Definition.of(imported), Definition.of(valueSet))));
        var own = new PrePopulatedValidationSupport(CONTEXT);
        own.addCodeSystem(CONTEXT.newJsonParser().parseResource(CodeSystem.class, system.toString()));
        own.addValueSet(CONTEXT.newJsonParser().parseResource(ValueSet.class, imported.toString()));
        ValueSet reference = CONTEXT.newJsonParser().parseResource(ValueSet.class, valueSet.toString());
        own.addValueSet(reference);
        var chain = new ValidationSupportChain(own, new InMemoryTerminologyServerValidationSupport(CONTEXT));
        var support = new ValidationSupportContext(chain);

        Set<String> listed = terminology
                .expand(terminology.valueSet(VALUE_SET + seed).orElseThrow(), new Expansion.Request("", 0, 1000))
                .entries()
                .stream()
                .map(Expansion.Entry::code)
                .collect(Collectors.toSet());
        IValidationSupport.ValueSetExpansionOutcome outcome =
                chain.expandValueSet(support, new ValueSetExpansionOptions(), reference);
        Set<String> expected = ((ValueSet) outcome.getValueSet())
                .getExpansion().getContains().stream()
                        .map(ValueSet.ValueSetExpansionContainsComponent::getCode)
                        .collect(Collectors.toSet());
        assertThat(listed).as("seed %d: %s of %s", seed, valueSet, system).isEqualTo(expected);
        for (String code : codes) {
            boolean isIn = chain.validateCodeInValueSet(
                            support, new ConceptValidationOptions(), SYSTEM + seed, code, null, reference)
                    .isOk();
            assertThat(terminology.membership(VALUE_SET + seed, SYSTEM + seed, code))
                    .as("seed %d: %s in %s", seed, code, valueSet)
                    .isEqualTo(isIn ? Membership.YES : Membership.NO);
        }
    }

    /** A hierarchy of some depth; {@code codes} gets its codes and one that it does not have. */
    private static ObjectNode system(int seed, Random random, List<String> codes) {
        ObjectNode system = JsonNodeFactory.instance.objectNode();
        system.put("resourceType", "CodeSystem").put("url", SYSTEM + seed).put("status", "active");
        system.put("content", "complete").put("caseSensitive", true);
        List<ArrayNode> levels = new ArrayList<>(List.of(system.putArray("concept")));
        int size = 3 + random.nextInt(20);
        for (int i = 0; i < size; i++) {
            String code = "c" + (char) ('a' + random.nextInt(3)) + i;
            codes.add(code);
            ObjectNode concept = levels.get(random.nextInt(levels.size())).addObject();
            concept.put("code", code).put("display", "Name " + (char) ('A' + random.nextInt(4)) + " " + i);
            levels.add(concept.putArray("concept"));
        }
        codes.add("absent");
        prune(system.path("concept"));
        return system;
    }

    /** JSON of FHIR has no empty arrays. */
    private static void prune(JsonNode level) {
        level.forEach(concept -> {
            prune(concept.path("concept"));
            if (concept.path("concept").isEmpty()) {
                ((ObjectNode) concept).remove("concept");
            }
        });
    }

    private static ObjectNode valueSet(
            String url, String system, List<String> codes, Random random, List<String> importable) {
        ObjectNode valueSet = JsonNodeFactory.instance.objectNode();
        valueSet.put("resourceType", "ValueSet").put("url", url).put("status", "active");
        ObjectNode compose = valueSet.putObject("compose");
        ArrayNode includes = compose.putArray("include");
        int parts = 1 + random.nextInt(2);
        for (int i = 0; i < parts; i++) {
            part(includes.addObject(), system, codes, random, importable);
        }
        if (random.nextBoolean()) {
            part(compose.putArray("exclude").addObject(), system, codes, random, importable);
        }
        return valueSet;
    }

    private static void part(
            ObjectNode part, String system, List<String> codes, Random random, List<String> importable) {
        if (!importable.isEmpty() && random.nextInt(5) == 0) {
            part.putArray("valueSet").add(importable.get(0));
            return;
        }
        part.put("system", system);
        switch (random.nextInt(4)) {
            case 0 -> {
                ArrayNode concepts = part.putArray("concept");
                for (int i = 0; i < 3; i++) {
                    concepts.addObject().put("code", any(codes, random));
                }
            }
            case 1 -> {
                // all of it
            }
            default -> {
                ArrayNode filters = part.putArray("filter");
                int count = 1 + random.nextInt(2);
                for (int i = 0; i < count; i++) {
                    filter(filters.addObject(), codes, random);
                }
            }
        }
    }

    private static void filter(ObjectNode filter, List<String> codes, Random random) {
        String code = any(codes.subList(0, codes.size() - 1), random);
        String op = List.of("is-a", "descendent-of", "is-not-a", "=", "regex", "in", "not-in", "generalizes")
                .get(random.nextInt(8));
        filter.put("property", random.nextBoolean() || !List.of("regex", "=").contains(op) ? "concept" : "display");
        filter.put("op", op);
        filter.put(
                "value",
                switch (op) {
                    case "regex" -> filter.path("property").asText().equals("display") ? "Name [AB] .*" : "c[ab][0-9]+";
                    case "=" -> filter.path("property").asText().equals("display") ? "Name A 1" : code;
                    case "in", "not-in" -> code + "," + any(codes, random);
                    default -> code;
                });
    }

    private static String any(List<String> codes, Random random) {
        return codes.get(random.nextInt(codes.size()));
    }
}
