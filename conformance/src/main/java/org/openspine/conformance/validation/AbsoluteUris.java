package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * URIs that mean the same everywhere must be absolute: systems of codes and identifiers, urls of extensions, canonicals.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#Identifier">Identifier and Coding</a>
 */
final class AbsoluteUris {
    private AbsoluteUris() {}

    static void checkSystem(ObjectNode coded, String type, IssueSeverity severity, Run run) {
        JsonNode system = coded.path("system");
        if (system.isTextual() && !isAbsolute(system.textValue())) {
            run.issues.enter("system");
            run.issues.add(
                    severity,
                    IssueType.VALUE,
                    "The system must be an absolute URI, such as https://… or urn:…",
                    type + ".system",
                    TypeCompiler.BASE + type);
            run.issues.leave();
        }
    }

    /** The current place, which holds a canonical. */
    static void checkCanonical(String canonical, Run run) {
        if (!canonical.startsWith("#") && !isAbsolute(canonical)) {
            run.issues.add(
                    IssueSeverity.ERROR,
                    IssueType.VALUE,
                    "A canonical must be an absolute URL, such as https://…, or '#' and the id of a contained resource",
                    "canonical",
                    TypeCompiler.BASE + "canonical");
        }
    }

    /** Whether a scheme and a colon come first. */
    static boolean isAbsolute(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == ':') {
                return i > 0;
            }
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean other = c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !other)) {
                return false;
            }
        }
        return false;
    }
}
