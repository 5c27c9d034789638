package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/**
 * Checks resources: their structure (elements, JSON types, cardinality, formats of primitives, required codes, references, contained
 * resources, narratives), R4's own rules, and the profiles they claim. Safe for use by many threads.
 *
 * @see <a href="https://hl7.org/fhir/R4/validation.html">Validating resources</a>
 */
public final class ResourceValidator {
    private final Structures structures;
    private final @Nullable Supplier<RuleBook> book;
    private final Clock clock;

    /** Structure alone. */
    public ResourceValidator(Structures structures) {
        this.structures = structures;
        this.book = null;
        this.clock = Clock.systemUTC();
    }

    /** Everything; the book in force is asked for at each validation. Rules that ask for the day get England's. */
    public ResourceValidator(Structures structures, Supplier<RuleBook> book) {
        this(structures, book, Clock.system(ZoneId.of("Europe/London")));
    }

    /** The same at another time; the clock's zone says when a day begins. */
    public ResourceValidator(Structures structures, Supplier<RuleBook> book, Clock clock) {
        this.structures = structures;
        this.book = book;
        this.clock = clock;
    }

    /** Structure alone, whatever the book says. */
    public ValidationReport structure(ObjectNode resource) {
        var issues = new Issues();
        new ElementWalk(structures, issues, resource, null).walk();
        return ValidationReport.of(issues.found());
    }

    /** Whether {@link #validate(ObjectNode, List)} can check against this profile. */
    public boolean knows(String profile) {
        return book != null && book.get().has(profile);
    }

    /** Loaded profiles of a resource type, in force for resources that claim them. */
    public List<String> profilesOf(String type) {
        return book == null ? List.of() : book.get().profilesOf(type);
    }

    /** Against R4 and the profiles that the resource claims in {@code meta.profile}. */
    public ValidationReport validate(ObjectNode resource) {
        return validate(resource, List.of());
    }

    /** Also against {@code profiles}; one that is not loaded is an error, since it was asked for. */
    public ValidationReport validate(ObjectNode resource, List<String> profiles) {
        Optional<TypeShape> type =
                structures.resource(resource.path("resourceType").asText(""));
        if (book == null || type.isEmpty()) {
            return structure(resource);
        }
        var issues = new Issues();
        Run run = new Run(issues, book.get(), new Item(type.get(), resource), clock);
        new ElementWalk(structures, issues, resource, run).walk();
        issues.enter(type.get().name());
        run.within(Travelling.in(resource));
        for (String profile : profiles) {
            if (profile.equals(TypeCompiler.BASE + type.get().name())) {
                continue;
            }
            run.book
                    .profile(profile)
                    .ifPresentOrElse(
                            rules -> rules.check(resource, type.get(), run),
                            () -> issues.add(
                                    IssueSeverity.ERROR,
                                    IssueType.NOTFOUND,
                                    "The profile that was asked for is not loaded",
                                    "profile",
                                    ""));
        }
        issues.leave();
        return ValidationReport.of(issues.found());
    }
}
