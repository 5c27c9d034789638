package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.structure.ElementShape;

/** Extensions: those that are known must be what their definition says, where it says; others are let pass. */
final class ExtensionRules {
    private ExtensionRules() {}

    static void check(ObjectNode extension, ElementShape element, Place owner, Run run) {
        String url = extension.path("url").asText("");
        if (!AbsoluteUris.isAbsolute(url)) {
            if (!owner.type().name().equals("Extension")) {
                add("The url of an extension must be absolute, except inside another extension", "Extension.url", run);
            }
            return; // part of a complex extension, whose definition says what it is
        }
        boolean modifier = element.name().equals("modifierExtension");
        Optional<ProfileRules> known =
                run.book.profile(url).filter(rules -> rules.type().equals("Extension"));
        if (known.isEmpty()) {
            run.issues.add(
                    modifier ? IssueSeverity.WARNING : IssueSeverity.INFORMATION,
                    IssueType.EXTENSION,
                    modifier
                            ? "This modifier extension is not known here, so what it changes is not understood"
                            : "This extension is not known here and not checked",
                    "extension",
                    "");
            return;
        }
        ProfileRules rules = known.get();
        if (modifier != rules.modifier()) {
            add(
                    modifier
                            ? "This extension does not change meanings: it stands in extension, not in modifierExtension"
                            : "This extension changes meanings: it stands in modifierExtension, not in extension",
                    "Extension#modifier",
                    run);
        }
        rules.check(extension, element.type(), run);
        parts(extension, rules, run);
        boolean allowed = rules.contexts().isEmpty();
        for (ExtensionContext context : rules.contexts()) {
            allowed |= context.allows(owner.type(), owner.path(), owner.extension());
        }
        if (!allowed) {
            run.issues.add(
                    IssueSeverity.ERROR,
                    IssueType.EXTENSION,
                    "This extension may stand only in %s"
                            .formatted(String.join(
                                    ", ",
                                    rules.contexts().stream()
                                            .map(ExtensionContext::expression)
                                            .toList())),
                    "Extension#context",
                    rules.url());
        }
    }

    /** A complex extension has the parts its definition names, and no others. */
    private static void parts(ObjectNode extension, ProfileRules rules, Run run) {
        JsonNode parts = extension.path("extension");
        if (parts.isEmpty() || rules.parts().isEmpty()) {
            return;
        }
        run.issues.enter("extension");
        for (int i = 0; i < parts.size(); i++) {
            String url = parts.path(i).path("url").asText("");
            if (!AbsoluteUris.isAbsolute(url) && !rules.parts().contains(url)) {
                run.issues.at(i);
                run.issues.add(
                        IssueSeverity.ERROR,
                        IssueType.STRUCTURE,
                        "The extension has the parts %s, and this is none of them"
                                .formatted(String.join(", ", rules.parts())),
                        "Extension#parts",
                        rules.url());
            }
        }
        run.issues.leave();
    }

    private static void add(String message, String rule, Run run) {
        run.issues.add(IssueSeverity.ERROR, IssueType.VALUE, message, rule, TypeCompiler.BASE + "Extension");
    }
}
