package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.openspine.conformance.fhirpath.FhirPath;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** Compiles invariants and keeps those that cannot be compiled by name. */
final class ConstraintCompiler {
    /**
     * Checked while the structure is walked, because they hold for every element: no element is empty, an extension has a value or
     * extensions, contained resources are referred to and plain, narratives are XHTML. A missing narrative (dom-6) is good style, which
     * the national profiles do not ask for.
     */
    static final Set<String> CHECKED_ELSEWHERE =
            Set.of("ele-1", "ext-1", "dom-2", "dom-3", "dom-4", "dom-5", "dom-6", "ref-1", "txt-1", "txt-2");

    private final Structures structures;
    private final List<String> problems = new ArrayList<>();

    ConstraintCompiler(Structures structures) {
        this.structures = structures;
    }

    List<String> problems() {
        return problems;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** The constraints that are not the same in {@code origin}. */
    List<Constraint> compile(JsonNode constraints, JsonNode origin, Set<TypeShape> types, String profile) {
        var compiled = new ArrayList<Constraint>();
        for (JsonNode constraint : constraints) {
            String key = constraint.path("key").asText("");
            if (CHECKED_ELSEWHERE.contains(key) || isIn(origin, constraint)) {
                continue;
            }
            String published = constraint.path("expression").asText("");
            String expression = PublishedErrors.corrected(published);
            try {
                FhirPath rule = FhirPath.compileRule(expression, structures, types);
                boolean warning = constraint.path("severity").asText("").equals("warning");
                compiled.add(new Constraint(
                        key,
                        warning ? IssueSeverity.WARNING : IssueSeverity.ERROR,
                        constraint.path("human").asText(""),
                        rule,
                        profile));
            } catch (IllegalArgumentException e) {
                problems.add("the invariant %s is not checked: %s".formatted(key, e.getMessage()));
            }
        }
        return compiled;
    }

    private static boolean isIn(JsonNode constraints, JsonNode wanted) {
        for (JsonNode constraint : constraints) {
            if (constraint.path("key").equals(wanted.path("key"))
                    && constraint.path("expression").equals(wanted.path("expression"))) {
                return true;
            }
        }
        return false;
    }
}
