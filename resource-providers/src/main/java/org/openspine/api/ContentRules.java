package org.openspine.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.conformance.validation.ValidationReport;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** What a resource must be before it is stored: sound R4, and true to the rules of its domain. */
public final class ContentRules {
    /** One kind of rule: the problems it finds, empty if none. Pure. */
    @FunctionalInterface
    public interface Rule {
        List<Problem> check(ObjectNode resource);
    }

    private final ResourceValidator validator;
    private final List<Rule> domain;

    public ContentRules(ResourceValidator validator, List<Rule> domain) {
        this.validator = validator;
        this.domain = List.copyOf(domain);
    }

    /** Throws {@link FhirError#INVALID_CONTENT} or {@link FhirError#BUSINESS_RULE} with every problem found. */
    public void require(String type, ObjectNode resource) {
        String actual = resource.path("resourceType").asText("");
        if (!actual.equals(type)) {
            throw SpineException.at(
                    FhirError.INVALID_CONTENT,
                    "resourceType",
                    "The body must be a %s, as the URL says; its resourceType is another".formatted(type));
        }
        throwIfAny(FhirError.INVALID_CONTENT, structuralProblems(resource));
        throwIfAny(
                FhirError.BUSINESS_RULE,
                domain.stream().flatMap(rule -> rule.check(resource).stream()).toList());
    }

    private List<Problem> structuralProblems(ObjectNode resource) {
        ValidationReport report = validator.validate(resource);
        return report.isValid()
                ? List.of()
                : report.issues().stream()
                        .map(issue -> new Problem(issue.message(), issue.location(), issue.type()))
                        .toList();
    }

    private static void throwIfAny(FhirError code, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new SpineException(code, problems);
        }
    }
}
