package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.terminology.CodeSystem;
import org.openspine.terminology.Concept;

/** A Coding against the code system it names, as far as that is loaded: its code should exist and its display be the concept's. */
final class CodingRules {
    private static final String RULE = "coding";

    private CodingRules() {}

    static void check(ObjectNode coding, Run run) {
        JsonNode system = coding.path("system");
        JsonNode code = coding.path("code");
        if (!system.isTextual() || !code.isTextual()) {
            return;
        }
        Optional<CodeSystem> loaded = run.terminology().codeSystem(system.textValue());
        if (loaded.isEmpty()) {
            return;
        }
        Optional<Concept> concept = loaded.get().concept(code.textValue());
        if (concept.isEmpty() && loaded.get().isComplete()) {
            add(
                    "code",
                    "The code system %s has no such code".formatted(loaded.get().url()),
                    run);
        }
        if (concept.isPresent() && coding.path("display").isTextual()) {
            String display = coding.path("display").textValue();
            if (!concept.get().isCalled(display)) {
                add(
                        "display",
                        "The display is none of the concept; '%s' is"
                                .formatted(concept.get().display()),
                        run);
            }
        }
    }

    private static void add(String element, String message, Run run) {
        run.issues.enter(element);
        run.issues.add(IssueSeverity.WARNING, IssueType.CODEINVALID, message, RULE, "");
        run.issues.leave();
    }
}
