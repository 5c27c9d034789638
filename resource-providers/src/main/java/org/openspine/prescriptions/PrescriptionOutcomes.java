package org.openspine.prescriptions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;

/** OperationOutcomes in the form of this service: with the time, and with issues that each have a code of their own. */
public final class PrescriptionOutcomes {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    private final Clock clock;

    public PrescriptionOutcomes(Clock clock) {
        this.clock = clock;
    }

    /** {@code 2026-01-31T09:30:00+00:00}, as the service writes times. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** That a message was taken. */
    public FhirResponse success() {
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(information())));
    }

    /** An outcome with one informational issue that says no more. */
    public ObjectNode information() {
        ObjectNode outcome = outcome();
        outcome.putArray("issue").addObject().put("severity", "information").put("code", "informational");
        return outcome;
    }

    /** An outcome with these issues, whatever the status of their rows. */
    public ObjectNode of(List<Finding> findings) {
        ObjectNode outcome = outcome();
        ArrayNode issues = outcome.putArray("issue");
        findings.forEach(finding -> issues.add(issue(finding)));
        return outcome;
    }

    /** The answer to a failure, with the status of its row. */
    public FhirResponse refusal(SpineException failure) {
        List<Finding> findings = failure.problems().stream()
                .map(problem -> new Finding(failure.code(), problem.diagnostics(), problem.expression()))
                .toList();
        return FhirResponse.of(failure.code().status(), JsonBody.of(ResourceJson.write(of(findings))));
    }

    private ObjectNode outcome() {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        outcome.putObject("meta").put("lastUpdated", time(clock.instant()));
        return outcome;
    }

    static ObjectNode issue(Finding finding) {
        ObjectNode issue = JsonNodeFactory.instance.objectNode();
        issue.put("severity", finding.row().severity().toCode());
        issue.put("code", finding.row().issueType().toCode());
        finding.row().details().ifPresent(coding -> issue.putObject("details")
                .putArray("coding")
                .addObject()
                .put("system", coding.getSystem())
                .put("code", coding.getCode())
                .put("display", coding.getDisplay()));
        if (!finding.diagnostics().isEmpty()) {
            issue.put("diagnostics", finding.diagnostics());
        }
        finding.expression().ifPresent(place -> issue.putArray("expression").add(place));
        return issue;
    }
}
