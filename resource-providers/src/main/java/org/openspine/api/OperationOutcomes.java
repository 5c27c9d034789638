package org.openspine.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.validation.ValidationIssue;
import org.openspine.conformance.validation.ValidationReport;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Failures as FHIR OperationOutcomes. */
public final class OperationOutcomes {
    private OperationOutcomes() {}

    public static JsonBody of(SpineException failure) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        ArrayNode issues = outcome.putArray("issue");
        for (Problem problem : failure.problems()) {
            ObjectNode issue = issues.addObject();
            issue.put("severity", failure.code().severity().toCode());
            issue.put(
                    "code",
                    problem.issueType().orElse(failure.code().issueType()).toCode());
            failure.code().details().ifPresent(coding -> {
                ObjectNode node = issue.putObject("details").putArray("coding").addObject();
                node.put("system", coding.getSystem());
                if (coding.hasVersion()) {
                    node.put("version", coding.getVersion());
                }
                node.put("code", coding.getCode());
                node.put("display", coding.getDisplay());
            });
            if (!problem.diagnostics().isEmpty()) {
                issue.put("diagnostics", problem.diagnostics());
            }
            problem.expression().ifPresent(place -> issue.putArray("expression").add(place));
        }
        return JsonBody.of(ResourceJson.write(outcome));
    }

    /** What a validation found; the rule and the profile that has it are the issue's details. */
    public static JsonBody of(ValidationReport report) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        ArrayNode issues = outcome.putArray("issue");
        for (ValidationIssue found : report.issues()) {
            ObjectNode issue = issues.addObject();
            issue.put("severity", found.severity().toCode());
            issue.put("code", found.type().toCode());
            if (!found.rule().isEmpty()) {
                issue.putObject("details").put("text", ruleOf(found));
            }
            issue.put("diagnostics", found.message());
            issue.putArray("expression").add(found.location());
        }
        return JsonBody.of(ResourceJson.write(outcome));
    }

    private static String ruleOf(ValidationIssue found) {
        return found.profile().isEmpty() ? found.rule() : "%s (%s)".formatted(found.rule(), found.profile());
    }

    /** That something was done. */
    public static JsonBody information(String text) {
        return oneIssue("information", "informational", text);
    }

    /** That something was left out. */
    public static JsonBody warning(String text) {
        return oneIssue("warning", "processing", text);
    }

    private static JsonBody oneIssue(String severity, String code, String text) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        ObjectNode issue = outcome.putArray("issue").addObject();
        issue.put("severity", severity);
        issue.put("code", code);
        issue.put("diagnostics", text);
        return JsonBody.of(ResourceJson.write(outcome));
    }
}
