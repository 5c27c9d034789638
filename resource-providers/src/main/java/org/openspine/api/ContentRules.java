package org.openspine.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openspine.conformance.capability.SupportedProfiles;
import org.openspine.conformance.capability.TypeDescription;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.conformance.validation.ValidationIssue;
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

    private static final String R4 = "http://hl7.org/fhir/StructureDefinition/";

    private final ResourceValidator validator;
    private final List<Rule> domain;
    private final ValidationPolicy policy;

    /** Rules that all writes must keep. */
    public ContentRules(ResourceValidator validator, List<Rule> domain) {
        this(validator, domain, ValidationPolicy.STANDARD);
    }

    public ContentRules(ResourceValidator validator, List<Rule> domain, ValidationPolicy policy) {
        this.validator = validator;
        this.domain = List.copyOf(domain);
        this.policy = policy;
    }

    /** Throws {@link FhirError#INVALID_CONTENT} or {@link FhirError#BUSINESS_RULE} with every problem found. */
    public void require(String type, ObjectNode resource) {
        String actual = resource.path("resourceType").asText("");
        if (!actual.equals(type)) {
            throw SpineException.at(
                    FhirError.INVALID_CONTENT,
                    "resourceType",
                    "The body must be of type %s, as the URL says; its resourceType is another".formatted(type));
        }
        throwIfAny(FhirError.INVALID_CONTENT, problems(type, resource));
        throwIfAny(
                FhirError.BUSINESS_RULE,
                domain.stream().flatMap(rule -> rule.check(resource).stream()).toList());
    }

    /** Everything there is to say about a resource, also against {@code profiles}; the rules of the domain are left to {@link #require}. */
    public ValidationReport report(ObjectNode resource, List<String> profiles) {
        return validator.validate(resource, profiles);
    }

    /** Whether there are rules for this profile. */
    public boolean knows(String profile) {
        return validator.knows(profile);
    }

    /** Profiles of a type that writes are checked against if the resource claims them. */
    public TypeDescription.Profiles profilesOf(String type) {
        List<String> supported = validator.profilesOf(type);
        ValidationPolicy.Action action = policy.of(type);
        if (supported.isEmpty() || action == ValidationPolicy.Action.OFF) {
            return TypeDescription.Profiles.NONE;
        }
        return new TypeDescription.Profiles(
                supported,
                action == ValidationPolicy.Action.REJECT
                        ? "A resource that claims a supported profile (meta.profile) and breaks it is refused."
                        : "A resource that claims a supported profile (meta.profile) and breaks it is stored;"
                                + " Prefer: return=OperationOutcome tells what is wrong.");
    }

    /** A CapabilityStatement of an API that stores by these rules, with the profiles they hold claimants to. */
    public ObjectNode stated(ObjectNode statement) {
        return SupportedProfiles.enter(statement, type -> profilesOf(type).supported());
    }

    private List<Problem> problems(String type, ObjectNode resource) {
        ValidationPolicy.Action action = policy.of(type);
        ValidationReport report =
                action == ValidationPolicy.Action.OFF ? validator.structure(resource) : validator.validate(resource);
        if (report.isValid()) {
            return List.of();
        }
        boolean claims = !resource.path("meta").path("profile").isEmpty();
        return report.issues().stream()
                .filter(issue -> issue.isError() && refuses(issue, action, claims))
                .map(issue -> new Problem(message(issue), issue.location(), issue.type()))
                .toList();
    }

    /** R4's own rules need no name; of others one must know where they come from. */
    private static String message(ValidationIssue issue) {
        return issue.profile().isEmpty() || issue.profile().startsWith(R4)
                ? issue.message()
                : "%s (a rule of %s)".formatted(issue.message(), issue.profile());
    }

    /**
     * National systems send extensions whose definitions have changed since; such content is stored unless it claims to follow a profile.
     */
    private static boolean refuses(ValidationIssue issue, ValidationPolicy.Action action, boolean claims) {
        if (issue.profile().isEmpty()) {
            return true;
        }
        return action == ValidationPolicy.Action.REJECT
                && (claims || issue.profile().startsWith(R4));
    }

    private static void throwIfAny(FhirError code, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new SpineException(code, problems);
        }
    }
}
