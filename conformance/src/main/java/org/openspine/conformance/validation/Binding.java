package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.terminology.Membership;

/**
 * The value set a coded element is bound to.
 *
 * @param widest the value set that every code must be from, however weak the binding; empty if none
 * @param replaces the type whose own binding of this element this one stands in for; empty if none
 * @see <a href="https://hl7.org/fhir/R4/terminologies.html#strength">Binding strengths</a>
 */
record Binding(Strength strength, String valueSet, String widest, String profile, String replaces) {
    static final String RULE = "binding";
    private static final String WIDEST = TypeCompiler.BASE + "elementdefinition-maxValueSet";

    enum Strength {
        REQUIRED,
        EXTENSIBLE,
        PREFERRED;

        private IssueSeverity ofWrongCode() {
            return switch (this) {
                case REQUIRED -> IssueSeverity.ERROR;
                case EXTENSIBLE -> IssueSeverity.WARNING;
                case PREFERRED -> IssueSeverity.INFORMATION;
            };
        }
    }

    /** The value set that the definition of a binding names as its widest. */
    static String widest(JsonNode binding) {
        for (JsonNode extension : binding.path("extension")) {
            if (extension.path("url").asText("").equals(WIDEST)) {
                return extension.path("valueCanonical").asText("");
            }
        }
        return "";
    }

    void check(JsonNode coded, Run run) {
        if (!widest.isEmpty()
                && Codes.hasCode(coded)
                && Codes.membership(coded, widest, run.terminology()) == Membership.NO) {
            add(IssueSeverity.ERROR, "A code must be from the value set " + widest, run);
            return;
        }
        if (!replaces.isEmpty()) {
            run.issues.withdraw(RULE, replaces);
        }
        Membership found = Codes.membership(coded, valueSet, run.terminology());
        if (found == Membership.YES
                || found == Membership.NO && strength != Strength.REQUIRED && !Codes.hasCode(coded)) {
            return;
        }
        if (found == Membership.NO) {
            String rule = strength == Strength.REQUIRED ? "must be" : "should be";
            String how = Codes.hasCode(coded) ? "A code " : "There is no code; one ";
            add(strength.ofWrongCode(), how + rule + " from the value set " + valueSet, run);
        } else if (strength == Strength.REQUIRED) {
            add(
                    IssueSeverity.WARNING,
                    "Whether the code is from the value set %s is not known here: what defines it is not loaded"
                            .formatted(valueSet),
                    run);
        }
    }

    private void add(IssueSeverity severity, String message, Run run) {
        run.issues.add(severity, IssueType.CODEINVALID, message, RULE, profile);
    }
}
